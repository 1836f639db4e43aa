import styles from "./skeleton.module.css";

/** Reserves the height of loading content: `<Skeleton rows={3} rowHeight={56} />` */
export function Skeleton({ rows = 3, rowHeight = 20 }: { rows?: number; rowHeight?: number }) {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height: rowHeight }} />
      ))}
    </div>
  );
}
