import type { ReactNode } from "react";
import styles from "./table.module.css";

export interface TableProps {
  /** Said by screen readers; what is above it says it to the eye. */
  caption: string;
  columns: readonly ReactNode[];
  /** `<tr>`s. */
  children: ReactNode;
}

/** Rows of facts; scrolls sideways where it must: `<Table caption="API keys" columns={["Name", "Used"]}>…</Table>` */
export function Table({ caption, columns, children }: TableProps) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={caption}>
      <table className={styles.table}>
        <caption className={styles.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
