import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { Button, IconButton } from "./button.tsx";
import { classes } from "./classes.ts";
import styles from "./toast.module.css";

export interface Toast {
  text: ReactNode;
  tone?: "good" | "bad" | undefined;
  /** One thing to do about it. */
  action?: { label: string; onClick(): void } | undefined;
}

interface ShownToast extends Toast {
  id: number;
}

const SHOWN_MS = 6_000;
const MAX_SHOWN = 3;

let shown: readonly ShownToast[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

function setShown(next: readonly ShownToast[]): void {
  shown = next;
  for (const watcher of watchers) watcher();
}

function dismiss(id: number): void {
  setShown(shown.filter((toast) => toast.id !== id));
}

/** Says that something is done, or failed: `showToast({ text: "Endpoint deleted." })` */
export function showToast(toast: Toast): void {
  setShown([...shown, { ...toast, id: ++lastId }].slice(-MAX_SHOWN));
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Where the toasts are; once, in the shell. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(watch, () => shown);
  return (
    <div className={styles.region} role="status" aria-label="Messages">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: ShownToast }) {
  const { id, text, tone = "good", action } = toast;
  // One with something to do stays until it is done or dismissed: reading takes its time.
  const staysLonger = action !== undefined || tone === "bad";
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), staysLonger ? 2 * SHOWN_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, staysLonger]);
  return (
    <div className={classes(styles.toast, tone === "bad" && styles.bad)}>
      <div className={styles.text}>{text}</div>
      {action && (
        <Button
          size="small"
          onClick={() => {
            dismiss(id);
            action.onClick();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon="close" size="small" label="Dismiss" onClick={() => dismiss(id)} />
    </div>
  );
}
