type Newest = { seq: number; created_at: number; bytes_through: number };
type Gone = {
  last_seq: number;
  last_created_at: number;
  last_bytes_through: number;
  removed_count: number;
  removed_bytes: number;
  trimmed_through: number;
};

const NEWEST = "SELECT seq, created_at, bytes_through FROM requests ORDER BY seq DESC LIMIT 1";
const GONE = "SELECT * FROM log_state";

/**
 * Where the log of requests stands, without counting its rows: read from the newest row and from
 * what was noted when rows went, so that storing a request costs no write beside its own.
 */
export class LogState {
  readonly #sql: SqlStorage;
  lastSeq: number;
  /** Unix milliseconds; 0 before the first. */
  lastCreatedAt: number;
  lastBytesThrough: number;
  #removedCount: number;
  #removedBytes: number;
  /** Everything up to here that is missing and was not deleted by its owner was trimmed. */
  trimmedThrough: number;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const newest = [...sql.exec<Newest>(NEWEST)][0];
    const gone = [...sql.exec<Gone>(GONE)][0];
    this.lastSeq = Math.max(newest?.seq ?? 0, gone?.last_seq ?? 0);
    this.lastCreatedAt = Math.max(newest?.created_at ?? 0, gone?.last_created_at ?? 0);
    this.lastBytesThrough = Math.max(newest?.bytes_through ?? 0, gone?.last_bytes_through ?? 0);
    this.#removedCount = gone?.removed_count ?? 0;
    this.#removedBytes = gone?.removed_bytes ?? 0;
    this.trimmedThrough = gone?.trimmed_through ?? 0;
  }

  /** How many requests are stored. */
  get count(): number {
    return this.lastSeq - this.#removedCount;
  }

  /** How many bytes are stored. */
  get bytes(): number {
    return this.lastBytesThrough - this.#removedBytes;
  }

  noteAppended(count: number, createdAt: number, bytesThrough: number): void {
    this.lastSeq += count;
    this.lastCreatedAt = createdAt;
    this.lastBytesThrough = bytesThrough;
  }

  /** Call in the transaction that removes. `trimmedThrough`: where it was age or room. */
  noteRemoved(count: number, bytes: number, trimmedThrough = 0): void {
    this.#removedCount += count;
    this.#removedBytes += bytes;
    this.trimmedThrough = Math.max(this.trimmedThrough, trimmedThrough);
    this.#sql.exec(
      "INSERT OR REPLACE INTO log_state VALUES (1, ?, ?, ?, ?, ?, ?)",
      this.lastSeq,
      this.lastCreatedAt,
      this.lastBytesThrough,
      this.#removedCount,
      this.#removedBytes,
      this.trimmedThrough,
    );
  }
}
