import { Skeleton } from "../../components/skeleton.tsx";
import styles from "./request-detail.module.css";

/** As high as what takes its place, so that nothing moves when it comes. */
export function PaneSkeleton() {
  return (
    <div className={styles.detail}>
      <div className={styles.headSkeleton}>
        <Skeleton rows={1} rowHeight={28} />
      </div>
      <div className={styles.actionsSkeleton}>
        <Skeleton rows={1} rowHeight={28} />
      </div>
      <Skeleton rows={1} rowHeight={FACTS_PX} />
      <div className={styles.tabsSkeleton}>
        <Skeleton rows={1} rowHeight={240} />
      </div>
    </div>
  );
}

/** Four rows of facts. */
const FACTS_PX = 124;
