import { useLayoutEffect, useState, type RefObject } from "react";

/** As `request-row.module.css` has it: from this width of the list on a row is one line. */
const ONE_LINE_FROM_PX = 560;
const ONE_LINE_PX = 36;
const TWO_LINES_PX = 56;

/** Every row of a list has the same height: where each stands is then known without measuring. */
export function useRowHeight(list: RefObject<HTMLElement | null>): number {
  const [rowPx, setRowPx] = useState(ONE_LINE_PX);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = () =>
      setRowPx(element.clientWidth >= ONE_LINE_FROM_PX ? ONE_LINE_PX : TWO_LINES_PX);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);
  return rowPx;
}
