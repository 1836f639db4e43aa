import type { ReactNode } from "react";
import { Badge } from "../components/badge.tsx";
import { CopyButton } from "../components/copy-button.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { LinkButton } from "../components/link-button.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { Countdown } from "../components/time.tsx";
import type { EndpointRow } from "../../client/index.ts";
import { useEndpoint } from "../api/endpoint-queries.ts";
import { hasCode } from "../api/errors.ts";
import { useReadOnlyIds } from "../api/read-only-queries.ts";
import { endpointUrl } from "./endpoint-name.ts";
import { FrameNav } from "./frame-nav.tsx";
import { Page } from "./page.tsx";
import styles from "./endpoint-frame.module.css";

export interface EndpointFrameProps {
  endpointId: string;
  /** The screen fills the height of the window, and scrolls inside. */
  isFull: boolean;
  children: ReactNode;
}

/** Frame of all screens of one endpoint: its URL, its status and the links between the screens. */
export function EndpointFrame({ endpointId, isFull, children }: EndpointFrameProps) {
  const { data, error } = useEndpoint(endpointId);
  if (hasCode(error, "endpoint_not_found")) return <EndpointGone />;
  const base = `/endpoints/${endpointId}`;
  return (
    <div className={isFull ? styles.full : styles.frame}>
      <section className={styles.bar} aria-label="This endpoint">
        <FrameNav
          label="Endpoint"
          className={styles.tabs}
          linkClassName={styles.tab}
          links={[
            { to: base, label: "Live" },
            { to: `${base}/listeners`, label: "Listeners" },
            { to: `${base}/settings`, label: "Settings" },
          ]}
        />
        {data && <EndpointStatus endpoint={data} />}
        <div className={styles.address}>
          <code className={styles.url}>{endpointUrl(endpointId)}</code>
          <CopyButton text={endpointUrl(endpointId)} what="URL" />
        </div>
      </section>
      {isFull ? (
        <main id="main" className={styles.main} tabIndex={-1}>
          {children}
        </main>
      ) : (
        <Page>{children}</Page>
      )}
    </div>
  );
}

function EndpointStatus({ endpoint }: { endpoint: EndpointRow }) {
  const isReadOnly = useReadOnlyIds().has(endpoint.id);
  return (
    <div className={styles.standing}>
      {endpoint.is_paused && <Badge tone="warn">paused</Badge>}
      {isReadOnly && <Badge tone="bad">read-only</Badge>}
      {endpoint.expires_at !== null && (
        <span className={styles.expiry}>
          expires in <Countdown to={endpoint.expires_at} />
        </span>
      )}
    </div>
  );
}

function EndpointGone() {
  return (
    <Page>
      <PageHeading title="Endpoint not found" isHidden />
      <EmptyState
        icon="inbox"
        title="This endpoint is gone"
        actions={
          <LinkButton to="/" tone="primary">
            All endpoints
          </LinkButton>
        }
      >
        It was deleted, has expired, or belongs to another account.
      </EmptyState>
    </Page>
  );
}
