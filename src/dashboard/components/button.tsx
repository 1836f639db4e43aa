import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { Icon, type IconName } from "./icon.tsx";
import { classes } from "./classes.ts";
import styles from "./button.module.css";

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "children">;

export interface ButtonProps extends Native {
  children: ReactNode;
  /** "primary" is for the main action of a screen, "danger" for an action that can't be undone. */
  tone?: "primary" | "plain" | "quiet" | "danger";
  size?: "normal" | "small";
  icon?: IconName;
  /** Shows a spinner and ignores presses, but keeps its width and the focus. */
  isBusy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** `<Button tone="primary" icon="add" onClick={create}>New endpoint</Button>` */
export function Button(props: ButtonProps) {
  const {
    children,
    tone = "plain",
    size = "normal",
    icon,
    isBusy = false,
    onClick,
    ...rest
  } = props;
  return (
    <button
      type="button"
      {...rest}
      className={classes(styles.button, styles[tone], size === "small" && styles.small)}
      aria-disabled={isBusy || rest["aria-disabled"]}
      aria-busy={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    >
      {isBusy ? <span className={styles.spinner} /> : icon && <Icon name={icon} />}
      <span className={styles.text}>{children}</span>
    </button>
  );
}

export interface IconButtonProps extends Native {
  /** Read by screen readers, and shown on hover. */
  label: string;
  icon: IconName;
  size?: "normal" | "small";
  ref?: Ref<HTMLButtonElement>;
}

/** `<IconButton icon="trash" label="Delete orders" onClick={ask} />` */
export function IconButton({ label, icon, size = "normal", ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      className={classes(
        styles.button,
        styles.quiet,
        styles.square,
        size === "small" && styles.small,
      )}
      aria-label={label}
    >
      <Icon name={icon} />
    </button>
  );
}
