import styles from "./spark-line.module.css";

/** The last day of an endpoint at a glance. Keeps its place where there is nothing to draw. */
export function SparkLine(_props: { endpointId: string }) {
  return <div className={styles.line} aria-hidden="true" />;
}
