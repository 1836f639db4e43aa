import { useState } from "react";
import type { EndpointRow } from "../../../client/index.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showToast } from "../../components/toast.tsx";
import { useDeleteEndpoint } from "../../server/endpoint-queries.ts";
import { sentenceOf } from "../../server/errors.ts";
import { nameOf } from "../../shell/endpoint-name.ts";

export interface DeleteDialogProps {
  /** null: closed. */
  endpoint: EndpointRow | null;
  onClose(): void;
  onDeleted?(): void;
}

export function DeleteDialog({ endpoint, onClose, onDeleted }: DeleteDialogProps) {
  const deleting = useDeleteEndpoint();
  // While it closes it still says what it said.
  const [last, setLast] = useState(endpoint);
  if (endpoint !== null && endpoint !== last) setLast(endpoint);
  if (last === null) return null;
  const { id, request_count, is_permanent } = last;
  const name = nameOf(last);
  const close = () => {
    deleting.reset();
    onClose();
  };
  const confirm = () =>
    deleting.mutate(id, {
      onSuccess: () => {
        showToast({ text: `Endpoint ${name} deleted.` });
        close();
        onDeleted?.();
      },
    });
  return (
    <ConfirmDialog
      isOpen={endpoint !== null}
      onClose={close}
      title={`Delete ${name}?`}
      description={`Its address stops working and its listeners are disconnected${describe(request_count)}. This can't be undone.`}
      confirmLabel="Delete endpoint"
      onConfirm={confirm}
      isBusy={deleting.isPending}
      problem={deleting.error ? sentenceOf(deleting.error) : null}
      {...(is_permanent ? { typed: name } : {})}
    />
  );
}

function describe(count: number): string {
  if (count === 0) return "";
  if (count === 1) return ", and its one request is deleted";
  return `, and its ${count.toLocaleString("en")} requests are deleted`;
}
