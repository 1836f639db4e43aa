import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";
import styles from "./rows.module.css";

export const ROW_PX = 20;
/** Rows rendered beyond the visible ones, so that scrolling shows no gaps. */
const OVERSCAN = 20;

export interface VirtualRowsProps {
  label: string;
  count: number;
  renderRow(index: number): ReactNode;
}

/** Rows of equal height, of which only the visible ones are rendered. */
export function VirtualRows({ label, count, renderRow }: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  return (
    // It scrolls, so it must be focusable by keyboard.
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
