import { useEffect, useState, type RefObject } from "react";

/** Two columns of code need this much. */
const WIDE_PX = 820;

/** Whether an element has room for two columns. */
export function useIsWide(element: RefObject<HTMLElement | null>): boolean {
  const [isWide, setWide] = useState(() => globalThis.innerWidth >= WIDE_PX);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWide(entry.contentRect.width >= WIDE_PX);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isWide;
}
