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
  /** Called before any query refetches the endpoint, which would fail with 404. */
  onDeleted?(): void;
}

/** Confirms and deletes. Give it a new `key` each time it opens. */
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
          The URL stops working immediately. {contents ? deletionSummary(contents) : "Counting…"}{" "}
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

/** "3 stored requests will be deleted, and 1 listener disconnected." */
function deletionSummary({ requests, listeners }: { requests: number; listeners: number }): string {
  const deleted = requests > 0 && `${countText(requests, "stored request")} will be deleted`;
  const disconnected = listeners > 0 && countText(listeners, "listener");
  if (deleted && disconnected) return `${deleted}, and ${disconnected} disconnected.`;
  if (deleted) return `${deleted}.`;
  if (disconnected) return `${disconnected} will be disconnected.`;
  return "It has no stored requests and no listeners.";
}
