import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showToast } from "../../components/toast.tsx";
import { numberText } from "../../inspect/size.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { errorMessage } from "../../api/errors.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { useDeleteRequests } from "../../api/request-queries.ts";

export interface DeleteRequestDialogProps {
  request: CapturedRequest;
  isOpen: boolean;
  onClose(): void;
  onDeleted(): void;
}

export function DeleteRequestDialog(props: DeleteRequestDialogProps) {
  const { request, isOpen, onClose, onDeleted } = props;
  const queries = useQueryClient();
  const deleting = useDeleteRequests();
  const close = () => {
    deleting.reset();
    onClose();
  };
  const confirm = () =>
    deleting.mutate([request.id], {
      onSuccess: () => {
        showToast({ text: `Request #${numberText(request.seq)} deleted.` });
        close();
        onDeleted();
        queries.removeQueries({ queryKey: queryKeys.request(request.id) });
        void queries.invalidateQueries({ queryKey: queryKeys.endpoints });
      },
    });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={close}
      title={`Delete request #${numberText(request.seq)}?`}
      description="This permanently deletes the request for everyone."
      confirmLabel="Delete request"
      onConfirm={confirm}
      isBusy={deleting.isPending}
      problem={deleting.error ? errorMessage(deleting.error) : null}
    />
  );
}
