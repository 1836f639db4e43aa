import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./notice.module.css";
import tones from "./tones.module.css";

type Tone = "info" | "warn" | "bad" | "good";

const ICONS: Record<Tone, IconName> = { info: "clock", warn: "alert", bad: "alert", good: "check" };

export interface NoticeProps {
  tone: Tone;
  children: ReactNode;
  /** Buttons at its end. */
  actions?: ReactNode;
  icon?: IconName;
}

/** A box with a status message: `<Notice tone="warn" actions={…}>You are offline.</Notice>` */
export function Notice({ tone, children, actions, icon = ICONS[tone] }: NoticeProps) {
  return (
    <div className={classes(styles.notice, tones[tone])} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon} />
      <div className={styles.text}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
