import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./empty-state.module.css";

export interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What this place is for, and how to fill it. */
  children?: ReactNode;
  actions?: ReactNode;
}

/**
 * Shown in place of an empty list:
 * `<EmptyState icon="key" title="No keys yet" actions={…}>…</EmptyState>`
 */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <section className={styles.empty}>
      <span className={styles.picture}>
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
