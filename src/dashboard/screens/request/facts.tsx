import type { ReactNode } from "react";
import styles from "./facts.module.css";

export interface Fact {
  key: string | number;
  name: ReactNode;
  value: ReactNode;
  /** At the end of the row: a copy button. */
  action?: ReactNode;
}

/** A dense table of names and values. In a narrow pane each value is below its name. */
export function Facts({ caption, facts }: { caption: string; facts: readonly Fact[] }) {
  return (
    <div className={styles.frame}>
      <table className={styles.facts}>
        <caption className="visually-hidden">{caption}</caption>
        <colgroup>
          <col className={styles.names} />
          <col />
          <col className={styles.actions} />
        </colgroup>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
            <th scope="col">Copy</th>
          </tr>
        </thead>
        <tbody>
          {facts.map(({ key, name, value, action }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className={styles.value}>{value}</td>
              <td className={styles.action}>{action}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
