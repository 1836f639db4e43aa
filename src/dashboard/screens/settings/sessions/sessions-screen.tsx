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
        description="Browsers where you are signed in, and tokens used by the CLI and scripts. Revoke anything you don't recognise."
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
        description="It is signed out and its open connections are closed immediately."
        confirmLabel="Revoke"
      />
    </>
  );
}

/** Puts the current session first; the server sorts by age. */
function currentFirst(sessions: readonly Session[]): Session[] {
  return sessions.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/** Ends the current session with a form post, so that the server can clear the cookie. */
function SignOutDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Sign out?"
      description="This is your current session. Its open connections are closed."
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
