import { useState } from "react";
import type { EndpointList, EndpointRow } from "../../../client/index.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useEndpoints } from "../../server/endpoint-queries.ts";
import { sentenceOf } from "../../server/errors.ts";
import { Page } from "../../shell/page.tsx";
import { CreateDialog } from "./create-dialog.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { EndpointItem } from "./endpoint-item.tsx";
import { FirstWebhook } from "./first-webhook.tsx";
import { NoEndpoints } from "./no-endpoints.tsx";
import styles from "./endpoints-screen.module.css";

/** All endpoints of the account: the first screen. */
export function EndpointsScreen() {
  const { data, error, refetch } = useEndpoints({ isLive: true });
  const [isCreating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<EndpointRow | null>(null);
  const create = () => setCreating(true);
  const isEmpty = data?.endpoints.length === 0;
  return (
    <Page>
      <PageHeading
        title="Endpoints"
        aside={data && !isEmpty && <span className={styles.usage}>{usageLine(data)}</span>}
        actions={
          !isEmpty && (
            <Button tone="primary" icon="add" onClick={create} disabled={!data}>
              New endpoint
            </Button>
          )
        }
      />
      {error && !data && (
        <Notice
          tone="bad"
          actions={
            <Button size="small" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {sentenceOf(error)}
        </Notice>
      )}
      {!data && !error && <Skeleton rows={3} rowHeight={72} />}
      {isEmpty && <NoEndpoints onCreate={create} />}
      {data && !isEmpty && <Endpoints endpoints={data.endpoints} onDelete={setDeleting} />}
      <CreateDialog isOpen={isCreating} onClose={() => setCreating(false)} />
      <DeleteDialog endpoint={deleting} onClose={() => setDeleting(null)} />
    </Page>
  );
}

function Endpoints(props: {
  endpoints: readonly EndpointRow[];
  onDelete(endpoint: EndpointRow): void;
}) {
  const { endpoints, onDelete } = props;
  const [newest] = endpoints;
  // Until something has come, what is needed most is a way to send something.
  const isNew = endpoints.every(({ request_count }) => request_count === 0);
  return (
    <>
      {isNew && newest && <FirstWebhook endpoint={newest} />}
      <ul className={styles.list} aria-label="Endpoints">
        {endpoints.map((endpoint) => (
          <EndpointItem key={endpoint.id} endpoint={endpoint} onDelete={() => onDelete(endpoint)} />
        ))}
      </ul>
    </>
  );
}

function usageLine({ total, usage }: EndpointList): string {
  const { dailyRequests, dailyRequestsMax } = usage;
  const count = dailyRequests.toLocaleString("en");
  const of = dailyRequestsMax === null ? "" : ` of ${dailyRequestsMax.toLocaleString("en")}`;
  return `${total} active · ${count}${of} requests today`;
}
