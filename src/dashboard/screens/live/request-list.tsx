import {
  useEffect,
  useId,
  useRef,
  type MouseEvent,
  useLayoutEffect,
  useState,
  type RefObject,
} from "react";
import { Button } from "../../components/button.tsx";
import { classes } from "../../components/classes.ts";
import { countText } from "../../inspect/size.ts";
import type { Feed, FeedSnapshot } from "../../feed/feed.ts";
import { ListEnd } from "./list-end.tsx";
import { RequestRow } from "./request-row.tsx";
import { useActiveRow } from "./use-active-row.ts";
import { useListPosition } from "./use-list-position.ts";
import { useShortcuts } from "../../components/use-shortcuts.ts";
import styles from "./request-list.module.css";

/** Older rows are fetched this many rows before the end. */
const LOAD_AHEAD_ROWS = 40;

export interface RequestListProps {
  snapshot: FeedSnapshot;
  feed: Feed;
  openId: string | null;
  onOpen(id: string): void;
}

/**
 * The requests, newest first. Only the visible rows are rendered. The focus stays on the list
 * itself, because a row that scrolls out of view is removed.
 */
export function RequestList({ snapshot, feed, openId, onOpen }: RequestListProps) {
  const { rows, total, hasOlder, isLoadingOlder, isFull, olderProblem, search } = snapshot;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const rowPx = useRowHeight(scroller);
  const place = useListPosition(scroller, rows, rowPx);
  const { virtual, newAbove } = place;
  const active = useActiveRow({ rows, openId, onOpen, place });
  const items = virtual.getVirtualItems();

  const lastMade = items.at(-1)?.index ?? 0;
  const isNearEnd = lastMade >= rows.length - LOAD_AHEAD_ROWS;
  // The server has read a lot without filling a page: the user decides whether it reads more.
  const hasStopped = search !== null && !search.isPageFull;
  const mayLoad = hasOlder && !hasStopped && !isLoadingOlder && !isFull && olderProblem === null;
  useEffect(() => {
    if (isNearEnd && mayLoad) void feed.loadOlder();
  }, [feed, isNearEnd, mayLoad, rows.length]);

  const step = (by: number) => () => {
    list.current?.focus({ preventScroll: true });
    active.move(by);
  };
  useShortcuts({ j: step(1), k: step(-1) });

  const choose = ({ target }: MouseEvent) => {
    const option = target instanceof Element ? target.closest("[data-seq]") : null;
    const row = rows.find(({ seq }) => String(seq) === option?.getAttribute("data-seq"));
    if (row) active.open(row);
  };
  const isActiveMade = items.some(({ key }) => key === active.seq);
  return (
    <div className={styles.area}>
      <div ref={scroller} className={styles.scroller} onScroll={place.onScroll}>
        <div
          ref={list}
          role="listbox"
          tabIndex={0}
          aria-label="Requests"
          aria-activedescendant={isActiveMade ? `${id}-${active.seq}` : undefined}
          className={styles.list}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={active.onKeyDown}
          onClick={choose}
        >
          {items.map(({ index, start }) => {
            const row = rows[index];
            return (
              row && (
                <div
                  key={row.seq}
                  id={`${id}-${row.seq}`}
                  role="option"
                  aria-selected={row.id === openId}
                  aria-posinset={index + 1}
                  aria-setsize={total ?? -1}
                  data-seq={row.seq}
                  className={classes(styles.place, row.seq === active.seq && styles.active)}
                  style={{ height: rowPx, translate: `0 ${start}px` }}
                >
                  <RequestRow row={row} />
                </div>
              )
            );
          })}
        </div>
        <ListEnd
          snapshot={snapshot}
          topPx={virtual.getTotalSize()}
          onLoad={() => void feed.loadOlder()}
        />
      </div>
      {newAbove > 0 && (
        <div className={styles.pill}>
          <Button size="small" icon="up" onClick={place.goToTop}>
            {`${countText(newAbove, "new request")}`}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The container width in `request-row.module.css` from which a row takes one line. */
const ONE_LINE_FROM_PX = 560;
const ONE_LINE_PX = 36;
const TWO_LINES_PX = 56;

/** One height for all rows, so that their positions are known without measuring. */
function useRowHeight(list: RefObject<HTMLElement | null>): number {
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
