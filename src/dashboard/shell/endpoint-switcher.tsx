import { Link, useRoute } from "wouter";
import { Icon } from "../components/icon.tsx";
import { PopoverPanel } from "../components/popover-panel.tsx";
import { useEndpoints } from "../api/endpoint-queries.ts";
import { endpointName } from "./endpoint-name.ts";
import styles from "./endpoint-switcher.module.css";

/** Shows which endpoint is open, and links to the others. Renders nothing on other screens. */
export function EndpointSwitcher() {
  const [isEndpoint, params] = useRoute("/endpoints/:endpointId/*?");
  return isEndpoint ? <Switcher endpointId={params.endpointId} /> : null;
}

function Switcher({ endpointId }: { endpointId: string }) {
  const { data } = useEndpoints();
  const endpoints = data?.endpoints ?? [];
  const current = endpoints.find(({ id }) => id === endpointId);
  const name = current ? endpointName(current) : "Endpoint";
  return (
    <>
      <span className={styles.slash} aria-hidden="true">
        /
      </span>
      <PopoverPanel
        label={`${name}, switch endpoint`}
        buttonClassName={styles.button}
        button={
          <>
            <span className={styles.name}>{name}</span>
            <Icon name="chevron" />
          </>
        }
      >
        <nav aria-label="Endpoints">
          <ul className={styles.list}>
            {endpoints.map((endpoint) => (
              <li key={endpoint.id}>
                <Link
                  href={`/endpoints/${endpoint.id}`}
                  className={styles.link}
                  aria-current={endpoint.id === endpointId ? "page" : undefined}
                >
                  <span className={styles.name}>{endpointName(endpoint)}</span>
                  <span className={styles.count}>
                    {endpoint.request_count.toLocaleString("en")}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          <Link href="/" className={styles.all}>
            All endpoints
          </Link>
        </nav>
      </PopoverPanel>
    </>
  );
}
