import type { ReactNode } from "react";
import styles from "./fact.module.css";

export interface FactProps {
  /** Below what it says: "last used". */
  label: string;
  children: ReactNode;
  title?: string | undefined;
}

/** A value over its name, in a row of a list: `<Fact label="created">…</Fact>` */
export function Fact({ label, children, title }: FactProps) {
  return (
    <div className={styles.fact} title={title}>
      <span>{children}</span>
      <span className={styles.label}>{label}</span>
    </div>
  );
}
