import { Link } from "wouter";
import type { EndpointRow } from "../../../client/index.ts";
import { Badge } from "../../components/badge.tsx";
import { IconButton } from "../../components/button.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { Countdown, Time } from "../../components/time.tsx";
import { addressOf, nameOf } from "../../shell/endpoint-name.ts";
import { SparkLine } from "./spark-line.tsx";
import styles from "./endpoint-item.module.css";

/** One endpoint in the list. All of it leads to its requests; the buttons stand above that. */
export function EndpointItem({ endpoint, onDelete }: { endpoint: EndpointRow; onDelete(): void }) {
  const { id, request_count, last_request_at, is_paused, is_permanent } = endpoint;
  const name = nameOf(endpoint);
  return (
    <li className={styles.item}>
      <div className={styles.who}>
        <div className={styles.naming}>
          <Link href={`/endpoints/${id}`} className={styles.name}>
            {name}
          </Link>
          {is_permanent && <Badge tone="good">permanent</Badge>}
          {is_paused && <Badge tone="warn">paused</Badge>}
        </div>
        <div className={styles.address}>
          <code className={styles.url}>{addressOf(id)}</code>
          <span className={styles.above}>
            <CopyButton text={addressOf(id)} what={`address of ${name}`} />
          </span>
        </div>
      </div>
      <SparkLine endpointId={id} />
      <div className={styles.fact}>
        <span className={styles.count}>{request_count.toLocaleString("en")}</span>
        <span className={styles.quiet}>{request_count === 1 ? "request" : "requests"}</span>
      </div>
      <div className={styles.fact}>
        <span>{last_request_at === null ? "never" : <Time at={last_request_at} />}</span>
        <span className={styles.quiet}>last request</span>
      </div>
      <Expiry endpoint={endpoint} />
      <div className={styles.above}>
        <IconButton icon="trash" label={`Delete ${name}`} onClick={onDelete} />
      </div>
    </li>
  );
}

function Expiry({ endpoint: { expires_at } }: { endpoint: EndpointRow }) {
  return (
    <div className={styles.fact}>
      <span>{expires_at === null ? "never" : <Countdown to={expires_at} />}</span>
      <span className={styles.quiet}>{expires_at === null ? "expires" : "until it expires"}</span>
    </div>
  );
}
