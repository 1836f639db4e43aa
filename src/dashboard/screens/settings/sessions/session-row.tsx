import type { Session } from "../../../../client/index.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { Countdown, Time } from "../../../components/time.tsx";
import { Fact } from "../../../components/fact.tsx";
import { Row } from "../rows.tsx";
import { clientName } from "./client-name.ts";

export function SessionRow({ session, onRevoke }: { session: Session; onRevoke(): void }) {
  const { kind, userAgent, createdAt, lastUsedAt, expiresAt, isCurrent } = session;
  const name = clientName(userAgent);
  return (
    <Row
      name={name}
      badges={isCurrent && <Badge tone="good">current</Badge>}
      below={<span title={userAgent ?? undefined}>{userAgent ?? "No user agent"}</span>}
      actions={
        <Button
          size="small"
          onClick={onRevoke}
          aria-label={isCurrent ? "Sign out" : `Revoke ${name}`}
        >
          {isCurrent ? "Sign out" : "Revoke"}
        </Button>
      }
    >
      <Fact label="type">{kind === "session" ? "Browser" : "Token"}</Fact>
      <Fact label="signed in">
        <Time at={createdAt} />
      </Fact>
      <Fact label="last used">{lastUsedAt === null ? "never" : <Time at={lastUsedAt} />}</Fact>
      <Fact label="until expiry">
        {expiresAt === null ? "never" : <Countdown to={expiresAt} />}
      </Fact>
    </Row>
  );
}
