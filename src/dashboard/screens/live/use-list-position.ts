import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { indexOfSeq, type Rows } from "../../feed/rows.ts";

/** Rows rendered beyond the visible ones, so that scrolling shows no gaps. */
const OVERSCAN = 12;

export interface ListPosition {
  virtual: Virtualizer<HTMLDivElement, Element>;
  /** How many rows were added above since the reader last saw the top. */
  newAbove: number;
  /** The scroll handler of the list. */
  onScroll(): void;
  goToTop(): void;
}

/**
 * The scroll position. At the top, new rows push the others down. Anywhere else the visible rows
 * stay in place when new ones are added above.
 */
export function useListPosition(
  scroller: RefObject<HTMLDivElement | null>,
  rows: Rows,
  rowPx: number,
): ListPosition {
  const [isAtTop, setAtTop] = useState(true);
  const [seenSeq, setSeenSeq] = useState(rows[0]?.seq ?? 0);
  const keyOf = useCallback((index: number) => rows[index]?.seq ?? index, [rows]);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: keyOf,
    overscan: OVERSCAN,
    anchorTo: isAtTop ? "start" : "end",
  });
  useStablePosition(scroller, virtual, rowPx);
  const newest = rows[0]?.seq ?? 0;
  const seen = isAtTop ? newest : seenSeq;
  if (seen !== seenSeq) setSeenSeq(seen);
  // Only here do rows and scroll offset match: while new rows are rendered, the offset is still old.
  const onScroll = () => {
    const top = scroller.current?.scrollTop ?? 0;
    const firstInSight = rows[Math.floor(top / rowPx)]?.seq ?? 0;
    setAtTop(top < 1);
    setSeenSeq((before) => Math.max(before, firstInSight));
  };
  return {
    virtual,
    newAbove: indexOfSeq(rows, seen),
    onScroll,
    goToTop: () => scroller.current?.scrollTo({ top: 0 }),
  };
}

/** Keeps the visible rows in place when the row height changes. */
function useStablePosition(
  scroller: RefObject<HTMLDivElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  rowPx: number,
): void {
  const before = useRef(rowPx);
  useLayoutEffect(() => {
    if (before.current === rowPx) return;
    const top = scroller.current?.scrollTop ?? 0;
    virtual.measure();
    virtual.scrollToOffset((top / before.current) * rowPx);
    before.current = rowPx;
  }, [scroller, virtual, rowPx]);
}
