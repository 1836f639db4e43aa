import { Dialog as Base } from "@base-ui/react/dialog";
import type { FormEvent, ReactNode } from "react";
import { IconButton } from "./button.tsx";
import { classes } from "./classes.ts";
import styles from "./dialog.module.css";

export interface DialogProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  /** One or two sentences below the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** The buttons, the main one last. */
  actions?: ReactNode;
  width?: "normal" | "wide";
  /** If given, the dialog is a form, and Enter in a field submits it. */
  onSubmit?(): void;
  /** False if closing it by accident would lose something that is shown only once. */
  isDismissible?: boolean;
}

/**
 * Traps the focus while open and restores it when closed. Escape closes it.
 *
 * @example
 * <Dialog isOpen={isOpen} onClose={close} title="New key" onSubmit={create}
 *   actions={<Button tone="primary" type="submit">Create key</Button>}>
 *   <TextField label="Name" value={name} onChange={setName} />
 * </Dialog>
 */
export function Dialog(props: DialogProps) {
  const { isOpen, onClose, title, description, children, actions, onSubmit } = props;
  const isDismissible = props.isDismissible ?? true;
  const Frame = onSubmit ? "form" : "div";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(open) => !open && isDismissible && onClose()}
      disablePointerDismissal={!isDismissible}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Popup className={classes(styles.popup, props.width === "wide" && styles.wide)}>
          <Frame
            className={styles.frame}
            {...(onSubmit ? { onSubmit: submit, noValidate: true } : {})}
          >
            <header className={styles.header}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              {isDismissible && (
                <Base.Close render={<IconButton icon="close" label="Close" size="small" />} />
              )}
            </header>
            {description !== undefined && (
              <Base.Description className={styles.description} render={<div />}>
                {description}
              </Base.Description>
            )}
            {children !== undefined && <div className={styles.content}>{children}</div>}
            {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
          </Frame>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
