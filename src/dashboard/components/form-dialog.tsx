import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

export interface FormDialogProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  onSubmit(): void;
  /** The verb: "Create key". */
  submitLabel: string;
  tone?: "primary" | "danger";
  /** False disables the submit button. */
  canSubmit?: boolean;
  isBusy?: boolean | undefined;
}

/** A dialog with a Cancel and a submit button: `<FormDialog title="Rename ci" submitLabel="Rename" … />` */
export function FormDialog(props: FormDialogProps) {
  const { onClose, submitLabel, tone = "primary", canSubmit = true, isBusy = false } = props;
  const { isOpen, title, description, children, onSubmit } = props;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      description={description}
      onSubmit={() => canSubmit && onSubmit()}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone={tone} type="submit" disabled={!canSubmit} isBusy={isBusy}>
            {submitLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
