import type { ListenerList } from "../../../client/index.ts";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Meter } from "../../components/meter.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useDialogTarget } from "../../components/use-dialog-target.ts";
import { useListeners } from "../../api/listener-queries.ts";
import { LoadProblem } from "../../shell/load-problem.tsx";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { HowToConnect } from "./how-to-connect.tsx";
import { ListenerItem, type Listener } from "./listener-item.tsx";
import styles from "./listeners-screen.module.css";

/** The listeners connected to an endpoint, and how to connect one. */
export function ListenersScreen({ endpointId }: { endpointId: string }) {
  const { data, error, refetch } = useListeners(endpointId);
  return (
    <div className={styles.screen}>
      <PageHeading
        title="Listeners"
        description="Everything connected right now. Dashboards, CLIs and API-key clients share the connection limit."
      />
      {error && (
        <LoadProblem
          error={error}
          onRetry={() => void refetch()}
          stale={data && "This list may be out of date."}
        />
      )}
      {!data && !error && <Skeleton rows={3} rowHeight={64} />}
      {data && <Connected endpointId={endpointId} list={data} />}
      <HowToConnect endpointId={endpointId} />
    </div>
  );
}

function Connected({ endpointId, list }: { endpointId: string; list: ListenerList }) {
  const { listeners, max } = list;
  const { target, open, close } = useDialogTarget<Listener>();
  return (
    <>
      <div className={styles.meter}>
        <Meter label="Connections" value={listeners.length} max={max} />
      </div>
      {listeners.length >= max && (
        <Notice tone="warn">
          All connections are in use, so the next listener will be refused. Disconnect one or{" "}
          <a href="/pricing">compare plans</a>.
        </Notice>
      )}
      {listeners.length === 0 ? (
        <Card>
          <EmptyState icon="terminal" title="No listeners connected">
            Webhooks are still stored. Connect a client and it will appear here.
          </EmptyState>
        </Card>
      ) : (
        <ul className={styles.list} aria-label="Connected listeners">
          {listeners.map((listener) => (
            <ListenerItem
              key={listener.connectionId}
              listener={listener}
              onDisconnect={() => open(listener)}
            />
          ))}
        </ul>
      )}
      {target && (
        <DisconnectDialog
          key={target.openCount}
          endpointId={endpointId}
          listener={target.item}
          isOpen={target.isOpen}
          onClose={close}
        />
      )}
    </>
  );
}
