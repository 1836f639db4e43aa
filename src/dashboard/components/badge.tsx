import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./badge.module.css";
import tones from "./tones.module.css";

export interface BadgeProps {
  children: ReactNode;
  tone?: "plain" | "good" | "warn" | "bad" | "info" | "violet";
}

/** A short label for a status: `<Badge tone="warn">paused</Badge>` */
export function Badge({ children, tone = "plain" }: BadgeProps) {
  return <span className={classes(styles.badge, tones[tone])}>{children}</span>;
}

const METHOD_TONES: Readonly<Record<string, BadgeProps["tone"]>> = {
  GET: "good",
  HEAD: "good",
  POST: "info",
  PUT: "warn",
  PATCH: "warn",
  DELETE: "bad",
};

/** An HTTP method in its colour. Any token can be a method, so a long one is truncated. */
export function MethodBadge({ method }: { method: string }) {
  const tone = METHOD_TONES[method] ?? "violet";
  return <span className={classes(styles.badge, styles.method, tones[tone])}>{method}</span>;
}
