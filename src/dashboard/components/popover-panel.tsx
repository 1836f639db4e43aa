import { useId, useRef, type ReactNode, type ToggleEvent } from "react";
import { classes } from "./classes.ts";
import styles from "./popover-panel.module.css";

const MARGIN_PX = 8;

export interface PopoverPanelProps {
  /** What the button shows. */
  button: ReactNode;
  /** What screen readers say of the button, where what it shows does not. */
  label: string;
  children: ReactNode;
  /** Which edge of the button the panel stands at. */
  align?: "start" | "end";
  buttonClassName?: string | undefined;
}

/**
 * A panel of links and settings below a button, by the browser's own popover: Escape and a press
 * beside it close it, and so does a link within, or a button with `data-closes`.
 */
export function PopoverPanel(props: PopoverPanelProps) {
  const { button, label, children, align = "start", buttonClassName } = props;
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState !== "open" || !trigger.current || !panel.current) return;
    const rect = trigger.current.getBoundingClientRect();
    const { style } = panel.current;
    style.top = `${rect.bottom + MARGIN_PX / 2}px`;
    // Its width is the style sheet's: it must fit beside the right edge, also of a turned phone.
    style.left = align === "start" ? `min(${rect.left}px, var(--last-left))` : "auto";
    const right = document.documentElement.clientWidth - rect.right;
    style.right = align === "end" ? `${Math.max(MARGIN_PX, right)}px` : "auto";
  };
  const closeAfter = (target: EventTarget) => {
    const isChoice = target instanceof Element && target.closest("a, [data-closes]") !== null;
    if (isChoice) panel.current?.hidePopover();
  };
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={buttonClassName}
        popoverTarget={id}
        aria-label={label}
      >
        {button}
      </button>
      {/* What is within is what is pressed; this only hears of it. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={classes(styles.panel)}
        onBeforeToggle={place}
        onClick={(event) => closeAfter(event.target)}
      >
        {children}
      </div>
    </>
  );
}
