import type { ReactNode } from "react";
import styles from "./rows.module.css";

/** A list of items with the same columns: keys, sessions. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  );
}

export interface RowProps {
  name: string;
  /** Beside the name. */
  badges?: ReactNode;
  /** Below the name. */
  below: ReactNode;
  /** `<Fact>`s, the same number in each row. */
  children: ReactNode;
  actions: ReactNode;
}

/** `<Row name="ci" below={<code>hnx_ab…</code>} actions={…}><Fact label="created">…</Fact></Row>` */
export function Row({ name, badges, below, children, actions }: RowProps) {
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <div className={styles.naming}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          {badges}
        </div>
        <div className={styles.below}>{below}</div>
      </div>
      {children}
      <div className={styles.actions}>{actions}</div>
    </li>
  );
}
