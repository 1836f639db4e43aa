/** A stored or removed request: its sequence number and its time in Unix milliseconds. */
export interface LogPosition {
  seq: number;
  createdAt: number;
}

/**
 * Counts the requests in each interval: from each boundary up to the next one, and from the last
 * boundary to the end.
 *
 * Sequence numbers grow with time, so a binary search finds the first request of each interval.
 * For a million stored requests, a search reads about twenty rows. Counting would read every row,
 * and each row read is billed.
 *
 * The time of a removed request is unknown. It counts towards the interval of the stored request
 * before it. If no stored request is before it, it is not counted. So the total is never too high.
 *
 * @param newest the newest request, stored or removed; null before the first request
 * @param boundaries Unix milliseconds, ascending
 */
export function countSince(
  sql: SqlStorage,
  newest: LogPosition | null,
  boundaries: readonly number[],
): number[] {
  if (newest === null) return boundaries.map(() => 0);
  const end = newest.seq + 1;
  const firstAfter = (seq: number): LogPosition => storedFrom(sql, seq) ?? newest;
  let found = firstAfter(0);
  const firsts = boundaries.map((boundary) => {
    // The request found last is also the first one after this boundary, so nothing is read.
    if (found.createdAt >= boundary) return found.seq;
    if (newest.createdAt < boundary) return end;
    found = firstSince(boundary, found, newest, firstAfter);
    return found.seq;
  });
  return firsts.map((first, index) => (firsts[index + 1] ?? end) - first);
}

/**
 * The sequence number of the first stored request at or after a time in Unix milliseconds. If there
 * is none, the number of the next request.
 */
export function firstSeqSince(sql: SqlStorage, newest: LogPosition, boundary: number): number {
  const firstAfter = (seq: number): LogPosition => storedFrom(sql, seq) ?? newest;
  const oldest = firstAfter(0);
  if (oldest.createdAt >= boundary) return oldest.seq;
  if (newest.createdAt < boundary) return newest.seq + 1;
  return firstSince(boundary, oldest, newest, firstAfter).seq;
}

/** The first request at or after the boundary. `before` is earlier than that, `newest` is not. */
function firstSince(
  boundary: number,
  before: LogPosition,
  newest: LogPosition,
  firstAfter: (seq: number) => LogPosition,
): LogPosition {
  let [found, low, high] = [newest, before.seq + 1, newest.seq];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const candidate = firstAfter(middle);
    if (candidate.createdAt < boundary) low = candidate.seq + 1;
    else [found, high] = [candidate, middle];
  }
  return found;
}

/** The first stored request from this sequence number on. Reads one row, even after a gap. */
function storedFrom(sql: SqlStorage, seq: number): LogPosition | null {
  const query = "SELECT seq, created_at FROM requests WHERE seq >= ? ORDER BY seq LIMIT 1";
  const [row] = sql.exec<{ seq: number; created_at: number }>(query, seq).toArray();
  return row ? { seq: row.seq, createdAt: row.created_at } : null;
}
