import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";
import styles from "./rows.module.css";

export const ROW_PX = 20;
/** Rows made beyond what is in sight, so that scrolling finds them there. */
const OVERSCAN = 20;

export interface VirtualRowsProps {
  label: string;
  count: number;
  renderRow(index: number): ReactNode;
}

/** Rows of one height, of which only those in sight are made. */
export function VirtualRows({ label, count, renderRow }: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  return (
    // Scrolls, so it must be reached by keyboard.
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="region" aria-label={label}>
      <div className={styles.all} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <div key={index} className={styles.row} style={{ translate: `0 ${start}px` }}>
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
