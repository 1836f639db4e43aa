import type { FeedRow } from "./row.ts";

/** Maximum number of rows in the list; the oldest are dropped first. */
export const MAX_ROWS = 10_000;

/** Newest first, each sequence number once. */
export type Rows = readonly FeedRow[];

/**
 * Merges two lists, newest first. Rows that are already there stay the same objects, so they need
 * not render again.
 */
export function mergeRows(rows: Rows, incoming: Rows): Rows {
  const fresh = withoutKnown(rows, incoming);
  if (fresh.length === 0) return rows;
  const [first, last] = [rows[0], rows.at(-1)];
  const [newest, oldest] = [fresh[0], fresh.at(-1)];
  if (!first || !last || !newest || !oldest) return fresh;
  if (oldest.seq > first.seq) return [...fresh, ...rows];
  if (newest.seq < last.seq) return [...rows, ...fresh];
  return [...rows, ...fresh].toSorted(newestFirst);
}

/** The incoming rows that are not in `rows`, newest first, each once. */
function withoutKnown(rows: Rows, incoming: Rows): FeedRow[] {
  const known = new Set(overlap(rows, incoming).map(({ seq }) => seq));
  const fresh = incoming.filter(({ seq }) => !known.has(seq) && known.add(seq));
  return fresh.toSorted(newestFirst);
}

/** The rows that `incoming` could repeat: usually none, which saves a set of ten thousand. */
function overlap(rows: Rows, incoming: Rows): Rows {
  const newest = rows[0];
  if (!newest || incoming.every(({ seq }) => seq > newest.seq)) return [];
  return rows;
}

function newestFirst(a: FeedRow, b: FeedRow): number {
  return b.seq - a.seq;
}

/** Keeps the newest MAX_ROWS. */
export function trimRows(rows: Rows): Rows {
  return rows.length > MAX_ROWS ? rows.slice(0, MAX_ROWS) : rows;
}

export function withoutIds(rows: Rows, ids: ReadonlySet<string>): Rows {
  const kept = rows.filter(({ id }) => !ids.has(id));
  return kept.length === rows.length ? rows : kept;
}

/**
 * Index of a sequence number or, if it is gone, of the next older one; the length if none is older.
 */
export function indexOfSeq(rows: Rows, seq: number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((rows[middle]?.seq ?? 0) > seq) from = middle + 1;
    else to = middle;
  }
  return from;
}
