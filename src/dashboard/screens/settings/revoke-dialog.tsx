import { useState, type ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { errorMessage } from "../../api/errors.ts";
import { revokedText, type RevokeResult } from "./revoked-text.ts";

/** The parts of a React Query mutation that the dialog uses. */
interface Revoking {
  mutate(id: string, then: { onSuccess(result: RevokeResult): void }): void;
  reset(): void;
  isPending: boolean;
  error: unknown;
}

export interface RevokeDialogProps {
  /** null closes the dialog. */
  target: { id: string; name: string } | null;
  onClose(): void;
  revoking: Revoking;
  description: ReactNode;
  confirmLabel: string;
}

/** Confirms, revokes, then shows how many connections were closed, which is shown nowhere else. */
export function RevokeDialog(props: RevokeDialogProps) {
  const { target, onClose, revoking, description, confirmLabel } = props;
  const [result, setResult] = useState<RevokeResult | null>(null);
  // Keeps its content during the closing animation.
  const [last, setLast] = useState(target);
  if (target !== null && target.id !== last?.id) {
    setLast(target);
    setResult(null);
  }
  if (last === null) return null;
  const close = () => {
    revoking.reset();
    onClose();
  };
  const isOpen = target !== null;
  if (result) {
    return (
      <Dialog
        isOpen={isOpen}
        onClose={close}
        title={`${last.name} was revoked`}
        actions={
          <Button tone="primary" onClick={close}>
            Done
          </Button>
        }
      >
        <Notice tone={"pending" in result ? "warn" : "good"}>{revokedText(result)}</Notice>
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={close}
      title={`Revoke ${last.name}?`}
      description={description}
      confirmLabel={confirmLabel}
      onConfirm={() => revoking.mutate(last.id, { onSuccess: setResult })}
      isBusy={revoking.isPending}
      problem={revoking.error ? errorMessage(revoking.error) : null}
    />
  );
}
