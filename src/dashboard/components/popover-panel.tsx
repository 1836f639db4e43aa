import { useId, useRef, type ReactNode, type ToggleEvent } from "react";
import { classes } from "./classes.ts";
import styles from "./popover-panel.module.css";

const MARGIN_PX = 8;

export interface PopoverPanelProps {
  /** What the button shows. */
  button: ReactNode;
  /** What screen readers call the button. */
  label: string;
  children: ReactNode;
  /** The edge of the button that the panel is aligned with. */
  align?: "start" | "end";
  buttonClassName?: string | undefined;
}

/**
 * A panel of links and settings below a button, built on the browser's popover. It closes on
 * Escape, on a press outside, on a link inside, and on a button inside with `data-closes`.
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
    // The style sheet sets the width. The panel must not pass the right edge, even if a phone is
    // turned.
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
      {/* The content is pressed, not this element, which only observes it. */}
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
