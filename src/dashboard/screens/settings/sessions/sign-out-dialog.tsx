import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";

/** Ends this very session: a form of the server's, so that the cookie goes with it. */
export function SignOutDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
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
