import { memo } from "react";
import { Link } from "wouter";
import type { EndpointRow } from "../../../client/index.ts";
import { HOUR_MS } from "../../../protocol/time-units.ts";
import { Badge } from "../../components/badge.tsx";
import { IconButton } from "../../components/button.tsx";
import { useNow } from "../../components/clock.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { Fact } from "../../components/fact.tsx";
import { Countdown, Time } from "../../components/time.tsx";
import { numberText } from "../../inspect/size.ts";
import { endpointUrl, endpointName } from "../../shell/endpoint-name.ts";
import { SparkLine } from "./spark-line.tsx";
import styles from "./endpoint-item.module.css";

/** An endpoint that expires this soon gets a warning. */
const SOON_MS = HOUR_MS;

/** The dialogs that an item can open. */
export type ItemDialog = "edit" | "delete";

export interface EndpointItemProps {
  endpoint: EndpointRow;
  /** It is beyond the plan's limit. */
  isReadOnly: boolean;
  onOpenDialog(dialog: ItemDialog, endpoint: EndpointRow): void;
}

/**
 * One endpoint in the list. The whole item is a link to its requests, with the buttons on top.
 * Memoized: of a thousand items only the changed ones render again.
 */
export const EndpointItem = memo(function EndpointItem(props: EndpointItemProps) {
  const { endpoint, isReadOnly, onOpenDialog } = props;
  const { id, request_count, last_request_at, is_paused, is_permanent } = endpoint;
  const name = endpointName(endpoint);
  return (
    <li className={styles.item}>
      <div className={styles.who}>
        <div className={styles.naming}>
          <Link href={`/endpoints/${id}`} className={styles.name}>
            {name}
          </Link>
          {is_permanent && <Badge tone="good">permanent</Badge>}
          {is_paused && <Badge tone="warn">paused</Badge>}
          {isReadOnly && <Badge tone="bad">read-only</Badge>}
        </div>
        <div className={styles.address}>
          <code className={styles.url}>{endpointUrl(id)}</code>
          <span className={styles.above}>
            <CopyButton text={endpointUrl(id)} what={`URL of ${name}`} />
          </span>
        </div>
      </div>
      <div className={styles.spark}>
        <SparkLine endpoint={endpoint} />
      </div>
      <Fact label={request_count === 1 ? "request" : "requests"}>
        <span className={styles.count}>{numberText(request_count)}</span>
      </Fact>
      <Fact label="last request">
        {last_request_at === null ? "never" : <Time at={last_request_at} />}
      </Fact>
      <Expiry endpoint={endpoint} />
      <div className={styles.buttons}>
        <IconButton
          icon="edit"
          label={`Edit ${name}`}
          onClick={() => onOpenDialog("edit", endpoint)}
        />
        <IconButton
          icon="trash"
          label={`Delete ${name}`}
          onClick={() => onOpenDialog("delete", endpoint)}
        />
      </div>
    </li>
  );
});

function Expiry({ endpoint: { expires_at } }: { endpoint: EndpointRow }) {
  const at = expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at);
  const isSoon = useNow((now) => at - now < SOON_MS);
  return (
    <Fact label={expires_at === null ? "expires" : "until expiry"}>
      <span className={isSoon ? styles.soon : undefined}>
        {expires_at === null ? "never" : <Countdown to={expires_at} over="expired" />}
      </span>
    </Fact>
  );
}
