import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { indexOfSeq, type Rows } from "../../feed/rows.ts";

/** Rows made beyond what is in sight, so that scrolling finds them there. */
const OVERSCAN = 12;

export interface ListPosition {
  virtual: Virtualizer<HTMLDivElement, Element>;
  /** How many have come above since the reader saw the top. */
  newAbove: number;
  /** To be called as the list scrolls. */
  onScroll(): void;
  goToTop(): void;
}

/**
 * Where the reader is in the list. At the top, new rows come in sight; anywhere else what is looked
 * at stays where it is, whatever comes above it.
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
  // Here rows and place belong together. While rows that came above are drawn they do not yet.
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

/** Rows that become higher must not carry away what is looked at. */
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
