import { removeParts } from "./body-parts.ts";
import type { LogState } from "./log-state.ts";
import { storedBytes } from "./request-log.ts";

/** Rows that go at a time: a slice takes milliseconds, and webhooks get their turn in between. */
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
interface Promised {
  fromSeq: number;
  untilSeq: number;
  historyMs: number;
}

/**
 * Lets requests go by age and by room, the oldest first, a bounded slice at a time.
 *
 * Age is what was promised when a request came: a plan that changes makes a new promise for what
 * comes after, and leaves the old one as it was.
 */
export class Retention {
  readonly #storage: DurableObjectStorage;
  readonly #state: LogState;

  constructor(storage: DurableObjectStorage, state: LogState) {
    this.#storage = storage;
    this.#state = state;
  }

  /** From the next request on, history is kept for so long. */
  promise(historyMs: number): void {
    const last = this.#promises().at(-1);
    if (last?.historyMs === historyMs) return;
    const fromSeq = this.#state.lastSeq + 1;
    this.#storage.sql.exec("INSERT OR REPLACE INTO promises VALUES (?, ?)", fromSeq, historyMs);
  }

  /**
   * Removes one slice of what is too old or, the oldest first, takes too much room.
   * @param now Unix milliseconds
   * @returns when to come again, in Unix milliseconds; null: when there is something stored
   */
  trim(now: number, maxBytes: number): number | null {
    const left = this.#trimOld(now, SLICE_ROWS);
    const isDone = this.#trimBeyond(maxBytes, left) && left > 0;
    return isDone ? this.#nextDue() : now;
  }

  /** Whether more is stored than the plan has room for. */
  isOver(maxBytes: number): boolean {
    return this.#state.bytes > maxBytes;
  }

  /** Removes what is older than promised; says how many rows of the slice are left. */
  #trimOld(now: number, rows: number): number {
    let left = rows;
    for (const { fromSeq, untilSeq, historyMs } of this.#promises()) {
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

  /** Removes the oldest until there is room; says whether there now is. */
  #trimBeyond(maxBytes: number, rows: number): boolean {
    if (!this.isOver(maxBytes)) return true;
    let excess = this.#state.bytes - maxBytes;
    const oldest: Candidate[] = [];
    for (const row of this.#storage.sql.exec<Candidate>(
      `${CANDIDATE} ORDER BY seq LIMIT ?`,
      rows,
    )) {
      if (excess <= 0) break;
      oldest.push(row);
      excess -= storedBytes(row);
    }
    this.#remove(oldest);
    return excess <= 0;
  }

  #remove(rows: Candidate[]): void {
    const last = rows.at(-1);
    if (!last) return;
    const seqs = JSON.stringify(rows.map(({ seq }) => seq));
    const bytes = rows.reduce((sum, row) => sum + storedBytes(row), 0);
    this.#storage.transactionSync(() => {
      const gone = "seq IN (SELECT value FROM json_each(?))";
      removeParts(this.#storage.sql, seqs);
      this.#storage.sql.exec(`DELETE FROM requests WHERE ${gone}`, seqs);
      this.#state.noteRemoved(rows.length, bytes, last.seq);
    });
  }

  /** When the first request is old enough to go. */
  #nextDue(): number | null {
    const dues = this.#promises().flatMap(({ fromSeq, untilSeq, historyMs }) => {
      const query = `SELECT created_at FROM requests WHERE seq >= ? AND seq < ?
                     ORDER BY seq LIMIT 1`;
      const rows = this.#storage.sql.exec<{ created_at: number }>(query, fromSeq, untilSeq);
      return [...rows].map((row) => row.created_at + historyMs);
    });
    return dues.length === 0 ? null : Math.min(...dues);
  }

  #promises(): Promised[] {
    const query = "SELECT from_seq, history_ms FROM promises ORDER BY from_seq";
    const rows = [...this.#storage.sql.exec<{ from_seq: number; history_ms: number }>(query)];
    return rows.map((row, index) => ({
      fromSeq: row.from_seq,
      untilSeq: rows[index + 1]?.from_seq ?? Number.MAX_SAFE_INTEGER,
      historyMs: row.history_ms,
    }));
  }
}
