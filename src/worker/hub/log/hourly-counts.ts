/** A stored or removed request: its sequence number and its time in Unix milliseconds. */
interface Numbered {
  seq: number;
  createdAt: number;
}

/**
 * Counts the requests in each interval: from each boundary up to the next one, and from the last
 * boundary to the end.
 *
 * Sequence numbers grow with time, so a binary search finds the first request of each interval.
 * For a million stored requests that reads some twenty rows; counting them would read, and pay
 * for, every one.
 *
 * A removed row has no time. It counts towards the interval of the stored row before it; rows
 * removed before the oldest stored one count nowhere. So no count is ever too high.
 *
 * @param newest the newest number given out, stored or not; null if there is none
 * @param boundaries Unix milliseconds, ascending
 */
export function countSince(
  sql: SqlStorage,
  newest: Numbered | null,
  boundaries: readonly number[],
): number[] {
  if (newest === null) return boundaries.map(() => 0);
  const end = newest.seq + 1;
  const firstAfter = (seq: number): Numbered => storedFrom(sql, seq) ?? newest;
  let found = firstAfter(0);
  const firsts = boundaries.map((boundary) => {
    // Nothing arrived since the boundary before this one: no need to read.
    if (found.createdAt >= boundary) return found.seq;
    if (newest.createdAt < boundary) return end;
    found = firstSince(boundary, found, newest, firstAfter);
    return found.seq;
  });
  return firsts.map((first, index) => (firsts[index + 1] ?? end) - first);
}

/** The first request at or after the boundary. `before` is earlier than it, `newest` is not. */
function firstSince(
  boundary: number,
  before: Numbered,
  newest: Numbered,
  firstAfter: (seq: number) => Numbered,
): Numbered {
  let [found, low, high] = [newest, before.seq + 1, newest.seq];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const candidate = firstAfter(middle);
    if (candidate.createdAt < boundary) low = candidate.seq + 1;
    else [found, high] = [candidate, middle];
  }
  return found;
}

/** The first stored request with at least this number. Reads one row, however many are missing. */
function storedFrom(sql: SqlStorage, seq: number): Numbered | null {
  const query = "SELECT seq, created_at FROM requests WHERE seq >= ? ORDER BY seq LIMIT 1";
  const [row] = sql.exec<{ seq: number; created_at: number }>(query, seq).toArray();
  return row ? { seq: row.seq, createdAt: row.created_at } : null;
}
