import { Link } from "wouter";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showToast } from "../../components/toast.tsx";
import { hasCode, errorMessage } from "../../api/errors.ts";
import { useDisconnectListener } from "../../api/listener-queries.ts";
import { clientLabel, type Listener } from "./listener-item.tsx";

export interface DisconnectDialogProps {
  endpointId: string;
  listener: Listener;
  isOpen: boolean;
  onClose(): void;
}

/** Give it a new `key` each time it opens. */
export function DisconnectDialog(props: DisconnectDialogProps) {
  const { endpointId, listener, isOpen, onClose } = props;
  const disconnecting = useDisconnectListener(endpointId);
  const { error } = disconnecting;
  const isGone = hasCode(error, "listener_not_found");
  const disconnect = () =>
    disconnecting.mutate(listener.connectionId, {
      onSuccess: () => {
        showToast({ text: `${clientLabel(listener)} disconnected.` });
        onClose();
      },
    });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Disconnect ${clientLabel(listener)}?`}
      description={
        <>
          The connection is closed and the client is told not to reconnect. It can still connect
          again. To prevent that, <Revoke listener={listener} />.
        </>
      }
      confirmLabel="Disconnect"
      onConfirm={disconnect}
      isBusy={disconnecting.isPending}
      problem={isGone ? "This listener has already disconnected." : error && errorMessage(error)}
    />
  );
}

function Revoke({ listener: { keyId } }: { listener: Listener }) {
  if (keyId !== null) return <Link href="/settings/keys">revoke its key</Link>;
  return <Link href="/settings/sessions">end its session</Link>;
}
