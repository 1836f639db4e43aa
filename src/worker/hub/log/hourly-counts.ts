/** When a number was given out: `createdAt` is in Unix milliseconds. */
interface Numbered {
  seq: number;
  createdAt: number;
}

/**
 * How many requests came from each moment on, up to the next one; the last counts to the end.
 *
 * Numbers are given out in the order of time, so the first of each stretch is searched by halves:
 * some twenty rows read for a million that are stored, where counting them would read, and pay
 * for, each.
 *
 * A row that is gone has no time. It counts with the one before it that is still there; what is
 * gone from before the oldest that is stored counts nowhere. So no count is ever more than came.
 *
 * @param newest the newest number that was given out, stored or not; null: there was none
 * @param moments Unix milliseconds, rising
 */
export function countArrivals(
  sql: SqlStorage,
  newest: Numbered | null,
  moments: readonly number[],
): number[] {
  if (newest === null) return moments.map(() => 0);
  const end = newest.seq + 1;
  const firstAfter = (seq: number): Numbered => storedFrom(sql, seq) ?? newest;
  let found = firstAfter(0);
  const firsts = moments.map((moment) => {
    // The same as of the moment before: nothing came in between, and nothing is read.
    if (found.createdAt >= moment) return found.seq;
    if (newest.createdAt < moment) return end;
    found = firstSince(moment, found, newest, firstAfter);
    return found.seq;
  });
  return firsts.map((first, index) => (firsts[index + 1] ?? end) - first);
}

/** The first at the moment or after it, where `before` is before it and `newest` is not. */
function firstSince(
  moment: number,
  before: Numbered,
  newest: Numbered,
  firstAfter: (seq: number) => Numbered,
): Numbered {
  let [found, low, high] = [newest, before.seq + 1, newest.seq];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const one = firstAfter(middle);
    if (one.createdAt < moment) low = one.seq + 1;
    else [found, high] = [one, middle];
  }
  return found;
}

/** The first that is stored from a number on; one row read, however many numbers are gone. */
function storedFrom(sql: SqlStorage, seq: number): Numbered | null {
  const query = "SELECT seq, created_at FROM requests WHERE seq >= ? ORDER BY seq LIMIT 1";
  const [row] = sql.exec<{ seq: number; created_at: number }>(query, seq).toArray();
  return row ? { seq: row.seq, createdAt: row.created_at } : null;
}
