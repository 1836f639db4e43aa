import type { EndpointRow } from "../../../client/index.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showToast } from "../../components/toast.tsx";
import { countText } from "../../inspect/size.ts";
import { useDeleteEndpoint, useEndpointContents } from "../../api/endpoint-queries.ts";
import { errorMessage } from "../../api/errors.ts";
import { endpointName } from "../../shell/endpoint-name.ts";

export interface DeleteDialogProps {
  endpoint: EndpointRow;
  isOpen: boolean;
  onClose(): void;
  /** Before anything asks for it again, which would find nothing. */
  onDeleted?(): void;
}

/** Asks, says what goes, and deletes. Mount it anew for each time that it opens. */
export function DeleteDialog({ endpoint, isOpen, onClose, onDeleted }: DeleteDialogProps) {
  const { id, is_permanent } = endpoint;
  const name = endpointName(endpoint);
  const { data: contents } = useEndpointContents(id, { isEnabled: isOpen });
  const deleting = useDeleteEndpoint(() => {
    showToast({ text: `Endpoint ${name} deleted.` });
    onClose();
    onDeleted?.();
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Delete ${name}?`}
      description={
        <>
          Its address stops working at once. {contents ? deletionSummary(contents) : "Counting…"}{" "}
          This can't be undone.
        </>
      }
      confirmLabel="Delete endpoint"
      onConfirm={() => deleting.mutate(id)}
      isBusy={deleting.isPending}
      problem={deleting.error ? errorMessage(deleting.error) : null}
      {...(is_permanent ? { typed: name } : {})}
    />
  );
}

/** "3 stored requests are deleted, and 1 listener is disconnected." */
function deletionSummary({ requests, listeners }: { requests: number; listeners: number }): string {
  const parts = [
    requests > 0 && `${countText(requests, "stored request")} ${verb(requests)} deleted`,
    listeners > 0 && `${countText(listeners, "listener")} ${verb(listeners)} disconnected`,
  ].filter((part) => part !== false);
  return parts.length === 0
    ? "Nothing is stored in it, and nobody listens."
    : `${parts.join(", and ")}.`;
}

function verb(count: number): string {
  return count === 1 ? "is" : "are";
}
