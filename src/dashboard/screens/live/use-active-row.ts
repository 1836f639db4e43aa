import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from "react";
import type { FeedRow } from "../../feed/row.ts";
import { indexOfSeq, type Rows } from "../../feed/rows.ts";
import type { ListPosition } from "./use-list-position.ts";

/** A held key moves 30 times a second. Only the row where it stops is fetched and shown. */
const FOLLOW_MS = 120;
const PAGE_ROWS = 10;

export interface ActiveRow {
  /** The sequence number of the active row; null if there is none yet. */
  seq: number | null;
  /** Opens a row and makes it the active one. */
  open(row: FeedRow): void;
  move(rows: number): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** The row that the keyboard moves. If a request is open beside the list, it follows the active row. */
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

  // Opened elsewhere: by the pane's next and previous buttons, or by Back.
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
    // The first key press activates the first visible row.
    if (seq === null) return goTo(place.virtual.range?.startIndex ?? 0);
    const at = indexOfSeq(rows, seq);
    // If the active row was deleted, the next older one is already at its index.
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

/** Debounces `act`: of many calls in a row, only the last one is made. */
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
