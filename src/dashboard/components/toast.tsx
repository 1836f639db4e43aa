import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { Button, IconButton } from "./button.tsx";
import { classes } from "./classes.ts";
import styles from "./toast.module.css";

export interface Toast {
  text: ReactNode;
  tone?: "good" | "bad" | undefined;
  /** One action that follows from it. */
  action?: { label: string; onClick(): void } | undefined;
}

interface ShownToast extends Toast {
  id: number;
}

const SHOWN_MS = 6_000;
const MAX_SHOWN = 3;

let shown: readonly ShownToast[] = [];
let lastId = 0;
const subscribers = new Set<() => void>();

function setShown(next: readonly ShownToast[]): void {
  shown = next;
  for (const subscriber of subscribers) subscriber();
}

function dismiss(id: number): void {
  setShown(shown.filter((toast) => toast.id !== id));
}

/** Tells the user that something is done, or failed: `showToast({ text: "Endpoint deleted." })` */
export function showToast(toast: Toast): void {
  setShown([...shown, { ...toast, id: ++lastId }].slice(-MAX_SHOWN));
}

function subscribe(subscriber: () => void): () => void {
  subscribers.add(subscriber);
  return () => subscribers.delete(subscriber);
}

/** Renders the toasts; used once, in the shell. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribe, () => shown);
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
  // Errors and toasts with an action take longer to read.
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
