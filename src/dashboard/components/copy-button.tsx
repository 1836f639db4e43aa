import { useEffect, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { showToast } from "./toast.tsx";
import { classes } from "./classes.ts";
import styles from "./copy-button.module.css";

const DONE_MS = 1_600;

export interface CopyButtonProps {
  /** The text, or a function that makes it on demand. */
  text: string | (() => string);
  /** The copied thing, such as "URL" or "curl command". */
  what: string;
  /** Text beside the icon. Without it, only the icon shows. */
  label?: string;
  size?: "normal" | "small";
}

/** `<CopyButton text={url} what="URL of orders" />` */
export function CopyButton({ text, what, label, size = "small" }: CopyButtonProps) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setDone(true);
    } catch {
      // There is no clipboard without https or permission.
      showToast({
        tone: "bad",
        text: `Could not copy the ${what}: your browser blocks the clipboard.`,
      });
    }
  };
  const icon = isDone ? "check" : "copy";
  const press = () => void copy();
  return (
    <span className={classes(styles.copy, isDone && styles.done)}>
      {label === undefined ? (
        <IconButton icon={icon} size={size} label={`Copy ${what}`} onClick={press} />
      ) : (
        <Button icon={icon} size={size} onClick={press}>
          {label}
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {isDone ? "Copied" : ""}
      </span>
    </span>
  );
}
