import { removeParts } from "./body-parts.ts";
import type { LogState } from "./log-state.ts";
import { storedBytes } from "./request-log.ts";
import type { StorageUse } from "./storage-use.ts";

/** Rows removed per turn, which takes milliseconds. Webhooks are captured between turns. */
const SLICE_ROWS = 500;

type Candidate = {
  seq: number;
  size: number;
  path: string;
  rawQuery: string;
  headersJson: string;
};
const CANDIDATE =
  "SELECT seq, size, path, raw_query AS rawQuery, raw_headers AS headersJson FROM requests";

/** Requests from `fromSeq` up to `untilSeq` (exclusive) are kept for `historyMs`. */
interface Period {
  fromSeq: number;
  untilSeq: number;
  historyMs: number;
}

/**
 * Removes requests that are too old or exceed the storage limit, oldest first, a bounded slice at
 * a time.
 *
 * A request is kept for as long as the plan promised when it arrived. A new plan applies only to
 * later requests.
 */
export class Retention {
  readonly #storage: DurableObjectStorage;
  readonly #state: LogState;
  readonly #use: StorageUse;

  constructor(storage: DurableObjectStorage, state: LogState, use: StorageUse) {
    this.#storage = storage;
    this.#state = state;
    this.#use = use;
  }

  /** Starts a retention period: the next request and all later ones are kept for this long. */
  startPeriod(historyMs: number): void {
    const last = this.#periods().at(-1);
    if (last?.historyMs === historyMs) return;
    const fromSeq = this.#state.lastSeq + 1;
    this.#storage.sql.exec("INSERT OR REPLACE INTO promises VALUES (?, ?)", fromSeq, historyMs);
  }

  /**
   * Removes one slice of the requests that are too old or exceed the storage limit.
   * @param now Unix milliseconds
   * @returns when to call this again, in Unix milliseconds; null if nothing is stored
   */
  trim(now: number, maxBytes: number): number | null {
    const left = this.#trimOld(now, SLICE_ROWS);
    const isDone = this.#trimBeyond(maxBytes, left) && left > 0;
    return isDone ? this.#nextDue() : now;
  }

  /** Removes requests that are too old. Returns how many more rows this slice may remove. */
  #trimOld(now: number, rows: number): number {
    let left = rows;
    for (const { fromSeq, untilSeq, historyMs } of this.#periods()) {
      const old = this.#storage.sql
        .exec<Candidate>(
          `${CANDIDATE} WHERE seq >= ? AND seq < ? AND created_at <= ? ORDER BY seq LIMIT ?`,
          fromSeq,
          untilSeq,
          now - historyMs,
          left,
        )
        .toArray();
      this.#remove(old);
      left -= old.length;
    }
    return left;
  }

  /** Removes the oldest requests, at most `rows`, to meet the limit. Returns whether it is met. */
  #trimBeyond(maxStoredBytes: number, rows: number): boolean {
    const { bytes, lastSeq } = this.#state;
    const limit = this.#use.databaseLimit(maxStoredBytes);
    const { databaseBytes } = this.#use;
    const isTooLarge = databaseBytes > limit;
    // The database is larger than the requests in it, and shrinks by more than their bytes.
    const databaseExcess = isTooLarge ? bytes * (1 - limit / databaseBytes) : 0;
    let excess = Math.max(bytes - maxStoredBytes, databaseExcess);
    if (excess <= 0) return true;
    // Other tables count, too, and removing requests does not shrink those. So keep the newest one.
    const before = bytes > maxStoredBytes ? Infinity : lastSeq;
    const oldest: Candidate[] = [];
    for (const row of this.#storage.sql.exec<Candidate>(
      `${CANDIDATE} WHERE seq < ? ORDER BY seq LIMIT ?`,
      before,
      rows,
    )) {
      if (excess <= 0) break;
      oldest.push(row);
      excess -= storedBytes(row);
    }
    this.#remove(oldest);
    return oldest.length === 0 || (excess <= 0 && this.#use.databaseBytes <= limit);
  }

  #remove(rows: Candidate[]): void {
    const last = rows.at(-1);
    if (!last) return;
    const seqs = JSON.stringify(rows.map(({ seq }) => seq));
    const bytes = rows.reduce((sum, row) => sum + storedBytes(row), 0);
    this.#storage.transactionSync(() => {
      const condition = "seq IN (SELECT value FROM json_each(?))";
      removeParts(this.#storage.sql, seqs);
      this.#storage.sql.exec(`DELETE FROM requests WHERE ${condition}`, seqs);
      this.#state.noteRemoved(rows.length, bytes, last.seq);
    });
  }

  /** When the first request will be old enough to remove; null if nothing is stored. */
  #nextDue(): number | null {
    const dues = this.#periods().flatMap(({ fromSeq, untilSeq, historyMs }) => {
      const query = `SELECT created_at FROM requests WHERE seq >= ? AND seq < ?
                     ORDER BY seq LIMIT 1`;
      const rows = this.#storage.sql.exec<{ created_at: number }>(query, fromSeq, untilSeq);
      return [...rows].map((row) => row.created_at + historyMs);
    });
    return dues.length === 0 ? null : Math.min(...dues);
  }

  #periods(): Period[] {
    const query = "SELECT from_seq, history_ms FROM promises ORDER BY from_seq";
    const rows = [...this.#storage.sql.exec<{ from_seq: number; history_ms: number }>(query)];
    return rows.map((row, index) => ({
      fromSeq: row.from_seq,
      untilSeq: rows[index + 1]?.from_seq ?? Number.MAX_SAFE_INTEGER,
      historyMs: row.history_ms,
    }));
  }
}
