import type { Session } from "../../../../client/index.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { Countdown, Time } from "../../../components/time.tsx";
import { Fact } from "../../../components/fact.tsx";
import { Row } from "../rows.tsx";
import { clientName } from "./client-name.ts";

/** One place where the account is signed in. */
export function SessionRow({ session, onRevoke }: { session: Session; onRevoke(): void }) {
  const { kind, userAgent, createdAt, lastUsedAt, expiresAt, isCurrent } = session;
  const name = clientName(userAgent);
  return (
    <Row
      name={name}
      badges={isCurrent && <Badge tone="good">this one</Badge>}
      below={
        <span title={userAgent ?? undefined}>{userAgent ?? "It did not say what it is."}</span>
      }
      actions={
        <Button
          size="small"
          onClick={onRevoke}
          aria-label={isCurrent ? "Sign out here" : `Revoke ${name}`}
        >
          {isCurrent ? "Sign out" : "Revoke"}
        </Button>
      }
    >
      <Fact label="kind">{kind === "session" ? "Browser" : "Token"}</Fact>
      <Fact label="signed in">
        <Time at={createdAt} />
      </Fact>
      <Fact label="last used">{lastUsedAt === null ? "never" : <Time at={lastUsedAt} />}</Fact>
      <Fact label="until it expires">
        {expiresAt === null ? "never" : <Countdown to={expiresAt} />}
      </Fact>
    </Row>
  );
}
