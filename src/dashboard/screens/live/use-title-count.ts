import { useEffect, useRef, useSyncExternalStore } from "react";
import { numberText } from "../../inspect/size.ts";
import type { FeedSnapshot } from "../../feed/feed.ts";
import { indexOfSeq } from "../../feed/rows.ts";

function watchVisibility(watcher: () => void): () => void {
  document.addEventListener("visibilitychange", watcher);
  return () => document.removeEventListener("visibilitychange", watcher);
}

/** Shows the number of requests since the tab went to the background: "(3) orders · HookNexus". */
export function useTitleCount(title: string, { rows }: FeedSnapshot): void {
  const isHidden = useSyncExternalStore(watchVisibility, () => document.hidden);
  const newest = rows[0]?.seq ?? 0;
  const leftAtSeq = useRef<number | null>(null);
  useEffect(() => {
    leftAtSeq.current = isHidden ? (leftAtSeq.current ?? newest) : null;
    const count = leftAtSeq.current === null ? 0 : indexOfSeq(rows, leftAtSeq.current);
    document.title = `${count === 0 ? "" : `(${numberText(count)}) `}${title} · HookNexus`;
  }, [isHidden, newest, rows, title]);
}
