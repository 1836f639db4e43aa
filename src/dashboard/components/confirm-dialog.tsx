import { useState, type ReactNode } from "react";
import { TextField } from "./field.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { Notice } from "./notice.tsx";

export interface ConfirmDialogProps {
  isOpen: boolean;
  onClose(): void;
  /** A question: "Delete orders?" */
  title: string;
  /** Names the consequences, and says whether they can be undone. */
  description: ReactNode;
  /** Repeats the verb: "Delete endpoint". */
  confirmLabel: string;
  onConfirm(): void;
  isBusy?: boolean;
  /** Why the last try failed. */
  problem?: string | null;
  /** Text that must be typed to confirm an action that can't be undone at all. */
  typed?: string;
}

/** Asks for confirmation: `<ConfirmDialog title="Revoke ci?" confirmLabel="Revoke key" … />` */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, title, description, confirmLabel, onConfirm, typed, problem } = props;
  const hasContent = typed !== undefined || Boolean(problem);
  const [text, setText] = useState("");
  const isSure = typed === undefined || text.trim() === typed;
  const close = () => {
    setText("");
    onClose();
  };
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title={title}
      description={description}
      onSubmit={onConfirm}
      submitLabel={confirmLabel}
      tone="danger"
      canSubmit={isSure}
      isBusy={props.isBusy}
    >
      {hasContent ? (
        <>
          {typed !== undefined && (
            <TextField
              label={`Type ${typed} to confirm`}
              value={text}
              onChange={setText}
              autoComplete="off"
              spellCheck={false}
            />
          )}
          {problem && <Notice tone="bad">{problem}</Notice>}
        </>
      ) : undefined}
    </FormDialog>
  );
}
