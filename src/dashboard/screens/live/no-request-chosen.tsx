import { KeyList } from "./keys-help.tsx";
import styles from "./no-request-chosen.module.css";

/** Beside the list, where none of its requests is open yet. */
export function NoRequestChosen() {
  return (
    <section className={styles.none} aria-label="Request">
      <h2 className={styles.title}>Choose a request</h2>
      <p className={styles.text}>Its headers, query and body show here.</p>
      <KeyList />
    </section>
  );
}
