import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./card.module.css";

export interface CardProps {
  /** Rendered as an h2. */
  title?: string;
  description?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  /** "danger" is for an action that can't be undone. */
  tone?: "plain" | "danger";
}

/** One group of settings or facts: `<Card title="Delete endpoint" tone="danger" actions={…} />` */
export function Card({ title, description, actions, children, tone = "plain" }: CardProps) {
  return (
    <section className={classes(styles.card, tone === "danger" && styles.danger)}>
      {(title !== undefined || actions !== undefined) && (
        <header className={styles.header}>
          <div>
            {title !== undefined && <h2>{title}</h2>}
            {description !== undefined && <div className={styles.description}>{description}</div>}
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
