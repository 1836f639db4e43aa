import type { ReactNode } from "react";
import styles from "./page.module.css";

/** The main content of a screen, in a column of readable width. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <main id="main" className={styles.page} tabIndex={-1}>
      {children}
    </main>
  );
}
