import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from "react";
import type { FeedRow } from "../../feed/row.ts";
import { indexOfSeq, type Rows } from "../../feed/rows.ts";
import type { ListPosition } from "./use-list-position.ts";

/** Held down, a key moves 30 times a second: only what one stops at is fetched and shown. */
const FOLLOW_MS = 120;
const PAGE_ROWS = 10;

export interface ActiveRow {
  /** The number of the row that the keys are at; null: none yet. */
  seq: number | null;
  /** Opens a row and is at it from then on. */
  open(row: FeedRow): void;
  move(rows: number): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** The row that the keyboard is at. Where a request is open beside the list, it follows. */
export function useActiveRow(props: {
  rows: Rows;
  openId: string | null;
  onOpen(id: string): void;
  place: ListPosition;
}): ActiveRow {
  const { rows, openId, onOpen, place } = props;
  const [chosenSeq, setSeq] = useState<number | null>(null);
  const opened = chosenSeq === null ? rows.find(({ id }) => id === openId) : undefined;
  const seq = chosenSeq ?? opened?.seq ?? null;
  const openedHere = useRef(openId);
  const openOwn = (id: string) => {
    openedHere.current = id;
    onOpen(id);
  };
  const follow = useDelayed(openOwn);

  // Opened from elsewhere, as by the pane's own way to the next one, or by going back.
  const goToOpened = useEffectEvent(() => {
    if (openId === openedHere.current) return;
    openedHere.current = openId;
    const index = rows.findIndex(({ id }) => id === openId);
    const row = rows[index];
    if (!row) return;
    setSeq(row.seq);
    place.virtual.scrollToIndex(index, { align: "auto" });
  });
  useEffect(() => goToOpened(), [openId]);

  const goTo = (index: number) => {
    const row: FeedRow | undefined = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (!row) return;
    setSeq(row.seq);
    place.virtual.scrollToIndex(indexOfSeq(rows, row.seq), { align: "auto" });
    if (openId !== null) follow(row.id);
  };
  const move = (by: number) => {
    // The first key goes to where the reader is.
    if (seq === null) return goTo(place.virtual.range?.startIndex ?? 0);
    const at = indexOfSeq(rows, seq);
    // Where its row was deleted, the next older one stands at its place already.
    goTo(by > 0 && rows[at]?.seq !== seq ? at + by - 1 : at + by);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      PageDown: () => move(PAGE_ROWS),
      PageUp: () => move(-PAGE_ROWS),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      Enter: () => openActive(),
      " ": () => openActive(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const openActive = () => {
    const row = seq === null ? undefined : rows[indexOfSeq(rows, seq)];
    if (row) openOwn(row.id);
  };
  const open = (row: FeedRow) => {
    setSeq(row.seq);
    openOwn(row.id);
  };
  return { seq, open, move, onKeyDown };
}

/** The same function, called with the last of many values that come in a row. */
function useDelayed(act: (value: string) => void): (value: string) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return (value) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(value), FOLLOW_MS);
  };
}
