import { Link } from "wouter";
import type { ListenerList } from "../../../client/index.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { Fact } from "../../components/fact.tsx";
import { Icon } from "../../components/icon.tsx";
import { Time } from "../../components/time.tsx";
import { CLIENT_TYPES } from "../../shell/client-types.ts";
import styles from "./listener-item.module.css";

export type Listener = ListenerList["listeners"][number];

/** What a listener is called in a sentence: "CLI (forward)". */
export function clientLabel({ clientType, clientMode }: Listener): string {
  const { label } = CLIENT_TYPES[clientType];
  return clientMode === null ? label : `${label} (${clientMode})`;
}

/** One open connection. */
export function ListenerItem(props: { listener: Listener; onDisconnect(): void }) {
  const { listener, onDisconnect } = props;
  const { connectionId, clientType, clientMode, connectedAt, userAgent } = listener;
  const { icon, label } = CLIENT_TYPES[clientType];
  return (
    <li className={styles.item}>
      <span className={styles.picture}>
        <Icon name={icon} />
      </span>
      <div className={styles.who}>
        <div className={styles.naming}>
          <h2 className={styles.name}>{label}</h2>
          {clientMode !== null && <Badge tone="info">{clientMode}</Badge>}
          <Key listener={listener} />
        </div>
        {/* Set by the client and untrusted: plain text, on one line. */}
        <p className={styles.agent} title={userAgent ?? undefined}>
          {userAgent ?? "No user agent"}
        </p>
      </div>
      <Fact label="connected">
        <Time at={connectedAt} />
      </Fact>
      <Fact label="connection">
        <span className={styles.id}>
          <code title={connectionId}>{connectionId.slice(0, 8)}</code>
          <CopyButton text={connectionId} what={`connection id ${connectionId.slice(0, 8)}`} />
        </span>
      </Fact>
      <div className={styles.action}>
        <Button
          size="small"
          onClick={onDisconnect}
          aria-label={`Disconnect ${label} ${connectionId.slice(0, 8)}`}
        >
          Disconnect
        </Button>
      </div>
    </li>
  );
}

function Key({ listener: { clientType, keyId, keyName } }: { listener: Listener }) {
  if (keyId !== null) {
    return (
      <Link href="/settings/keys" className={styles.key}>
        {keyName ?? "Unnamed key"}
      </Link>
    );
  }
  if (clientType === "web") return null;
  return (
    <Link href="/settings/sessions" className={styles.key}>
      your login
    </Link>
  );
}
