import type { ListenerList } from "../../../client/index.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { Time } from "../../components/time.tsx";
import { showToast } from "../../components/toast.tsx";
import { visibleText } from "../../inspect/visible-text.ts";
import type { Feed } from "../../feed/feed.ts";
import { hasCode, errorMessage } from "../../api/errors.ts";
import { useDisconnectListener, useListeners } from "../../api/listener-queries.ts";
import { CLIENT_TYPES } from "../../shell/client-types.ts";
import { RetryIn } from "./retry-in.tsx";
import styles from "./banners.module.css";

type Listener = ListenerList["listeners"][number];

/** Shown when the connection limit is reached: lists the listeners, so that one can be disconnected. */
export function LimitBanner(props: { endpointId: string; retryAt: number | null; feed: Feed }) {
  const { endpointId, retryAt, feed } = props;
  const { data } = useListeners(endpointId);
  return (
    <Notice tone="warn">
      <div className={styles.limit}>
        <p>
          <strong>
            {data ? `All ${data.max} connections are in use.` : "All connections are in use."}
          </strong>{" "}
          Disconnect one to connect this page. <RetryIn at={retryAt} />
        </p>
        <ul className={styles.listeners} aria-label="Connected listeners">
          {data?.listeners.map((listener) => (
            <ListenerRow key={listener.connectionId} {...{ endpointId, listener, feed }} />
          ))}
        </ul>
      </div>
    </Notice>
  );
}

function ListenerRow(props: { endpointId: string; listener: Listener; feed: Feed }) {
  const { endpointId, listener, feed } = props;
  const { connectionId, clientType, clientMode, keyName, connectedAt, userAgent } = listener;
  const disconnecting = useDisconnectListener(endpointId);
  const name = [CLIENT_TYPES[clientType].label, keyName].filter(Boolean).join(" ");
  const disconnect = () =>
    disconnecting.mutate(connectionId, {
      onSuccess: () => feed.reconnect(),
      onError: (error) => {
        // It disconnected by itself, which frees the connection as well.
        if (hasCode(error, "listener_not_found")) feed.reconnect();
        else showToast({ tone: "bad", text: errorMessage(error) });
      },
    });
  return (
    <li className={styles.listener}>
      <span className={styles.who}>
        <strong>{CLIENT_TYPES[clientType].label}</strong>
        {keyName !== null && <span> {visibleText(keyName)}</span>}
        {clientMode !== null && <span className={styles.aside}> {clientMode}</span>}
      </span>
      <span className={styles.agent}>{visibleText(userAgent ?? "")}</span>
      <span className={styles.since}>
        since <Time at={connectedAt} />
      </span>
      <Button
        size="small"
        aria-label={`Disconnect ${name}`}
        isBusy={disconnecting.isPending}
        onClick={disconnect}
      >
        Disconnect
      </Button>
    </li>
  );
}
