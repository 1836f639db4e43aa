import { useState } from "react";
import type { Session } from "../../../../client/index.ts";
import { PageHeading } from "../../../components/page-heading.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useRevokeSession, useSessions } from "../../../api/account-queries.ts";
import { LoadProblem } from "../../../shell/load-problem.tsx";
import { RevokeDialog } from "../revoke-dialog.tsx";
import { Rows } from "../rows.tsx";
import { clientName } from "./client-name.ts";
import { SessionRow } from "./session-row.tsx";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";

export function SessionsScreen() {
  const { data: sessions, error, refetch } = useSessions();
  const [ending, setEnding] = useState<Session | null>(null);
  const revoking = useRevokeSession();
  const close = () => setEnding(null);
  const other = ending?.isCurrent === false ? ending : null;
  return (
    <>
      <PageHeading
        title="Sessions"
        description="Where you are signed in: browsers, and the tokens that a command line or a script got. What you do not recognise, revoke."
      />
      {error && !sessions && <LoadProblem error={error} onRetry={() => void refetch()} />}
      {!sessions && !error && <Skeleton rows={3} rowHeight={64} />}
      {sessions && (
        <Rows label="Sessions">
          {currentFirst(sessions).map((session) => (
            <SessionRow key={session.id} session={session} onRevoke={() => setEnding(session)} />
          ))}
        </Rows>
      )}
      <SignOutDialog isOpen={ending?.isCurrent === true} onClose={close} />
      <RevokeDialog
        target={other && { id: other.id, name: clientName(other.userAgent) }}
        onClose={close}
        revoking={revoking}
        description="It is signed out, and what it has connected is closed at once. To come back it must sign in again."
        confirmLabel="Revoke"
      />
    </>
  );
}

/** The server lists the newest first; this one is what the others are held against. */
function currentFirst(sessions: readonly Session[]): Session[] {
  return sessions.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/** Ends this very session: a form of the server's, so that the cookie goes with it. */
function SignOutDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Sign out here?"
      description="This is the session that you are using. Its connections are closed, and you come to the sign-in."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <form method="post" action="/sign-in/out">
            <Button tone="danger" type="submit">
              Sign out
            </Button>
          </form>
        </>
      }
    />
  );
}
