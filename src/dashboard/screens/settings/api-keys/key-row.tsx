import type { ApiKey, EndpointRow } from "../../../../client/index.ts";
import { Badge } from "../../../components/badge.tsx";
import { IconButton } from "../../../components/button.tsx";
import { useNow } from "../../../components/clock.ts";
import { Countdown, Time } from "../../../components/time.tsx";
import { endpointName } from "../../../shell/endpoint-name.ts";
import { Fact } from "../../../components/fact.tsx";
import { Row } from "../rows.tsx";
import { expiresSoon, keyName, endpointsText } from "./key-facts.ts";

export interface KeyRowProps {
  apiKey: ApiKey;
  endpoints: readonly EndpointRow[];
  /** Beyond the plan's limit, so it does not work. */
  isSuspended: boolean;
  onRename(): void;
  onRotate(): void;
  onRevoke(): void;
}

export function KeyRow(props: KeyRowProps) {
  const { apiKey, endpoints, isSuspended, onRename, onRotate, onRevoke } = props;
  const { prefix, createdAt, lastUsedAt, expiresAt, endpointIds } = apiKey;
  const name = keyName(apiKey);
  const isEnding = useNow((now) => expiresSoon(apiKey, now));
  return (
    <Row
      name={name}
      badges={
        isSuspended ? (
          <Badge tone="bad">suspended</Badge>
        ) : isEnding ? (
          <Badge tone="warn">expires soon</Badge>
        ) : (
          <Badge tone="good">active</Badge>
        )
      }
      below={<code>{prefix}…</code>}
      actions={
        <>
          <IconButton icon="edit" label={`Rename ${name}`} onClick={onRename} />
          <IconButton icon="replay" label={`Rotate ${name}`} onClick={onRotate} />
          <IconButton icon="trash" label={`Revoke ${name}`} onClick={onRevoke} />
        </>
      }
    >
      <Fact label="endpoints" title={endpointIds ? namesOf(endpointIds, endpoints) : undefined}>
        {endpointsText(apiKey, endpoints)}
      </Fact>
      <Fact label="created">
        <Time at={createdAt} />
      </Fact>
      <Fact label="last used">{lastUsedAt === null ? "never" : <Time at={lastUsedAt} />}</Fact>
      <Fact label={expiresAt === null ? "expires" : "until expiry"}>
        {expiresAt === null ? "never" : <Countdown to={expiresAt} />}
      </Fact>
    </Row>
  );
}

function namesOf(ids: readonly string[], endpoints: readonly EndpointRow[]): string {
  return ids
    .map((id) => endpointName(endpoints.find((one) => one.id === id) ?? { id, alias: null }))
    .join(", ");
}
