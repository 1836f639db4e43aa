import { useEffect, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { showToast } from "./toast.tsx";
import { classes } from "./classes.ts";
import styles from "./copy-button.module.css";

const DONE_MS = 1_600;

export interface CopyButtonProps {
  /** The text, or what makes it when it is asked for. */
  text: string | (() => string);
  /** What it copies: "address", "curl command". */
  what: string;
  /** Shown as text beside the icon; left out, the icon stands alone. */
  label?: string;
  size?: "normal" | "small";
}

/** `<CopyButton text={url} what="address of orders" />` */
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
      // Without https or leave there is no clipboard.
      showToast({ tone: "bad", text: `Your browser does not let us copy the ${what}.` });
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
      <span className={styles.said} role="status">
        {isDone ? "Copied" : ""}
      </span>
    </span>
  );
}
