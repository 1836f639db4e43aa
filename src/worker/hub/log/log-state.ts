type Newest = { seq: number; created_at: number; bytes_through: number };
type Removed = {
  last_seq: number;
  last_created_at: number;
  last_bytes_through: number;
  removed_count: number;
  removed_bytes: number;
  trimmed_through: number;
};

const NEWEST = "SELECT seq, created_at, bytes_through FROM requests ORDER BY seq DESC LIMIT 1";
const REMOVED = "SELECT * FROM log_state";

/**
 * The counters of the request log. They are read from the newest row and from a row that is
 * written when requests are removed, so that storing a request writes nothing but its own row.
 */
export class LogState {
  readonly #sql: SqlStorage;
  lastSeq = 0;
  /** Unix milliseconds; 0 before the first request. */
  lastCreatedAt = 0;
  /** The total bytes of all requests so far, including removed ones. */
  lastBytesThrough = 0;
  #removedCount = 0;
  #removedBytes = 0;
  /** The newest sequence number that was trimmed; 0 if none was. */
  trimmedThrough = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.reload();
  }

  /** Reads the counters again, for example after the database was emptied. */
  reload(): void {
    const [newest] = this.#sql.exec<Newest>(NEWEST).toArray();
    const [removed] = this.#sql.exec<Removed>(REMOVED).toArray();
    this.lastSeq = Math.max(newest?.seq ?? 0, removed?.last_seq ?? 0);
    this.lastCreatedAt = Math.max(newest?.created_at ?? 0, removed?.last_created_at ?? 0);
    this.lastBytesThrough = Math.max(newest?.bytes_through ?? 0, removed?.last_bytes_through ?? 0);
    this.#removedCount = removed?.removed_count ?? 0;
    this.#removedBytes = removed?.removed_bytes ?? 0;
    this.trimmedThrough = removed?.trimmed_through ?? 0;
  }

  /** How many requests are stored. */
  get count(): number {
    return this.lastSeq - this.#removedCount;
  }

  /** How many bytes are stored, as the plan counts them. */
  get bytes(): number {
    return this.lastBytesThrough - this.#removedBytes;
  }

  noteAppended(count: number, createdAt: number, bytesThrough: number): void {
    this.lastSeq += count;
    this.lastCreatedAt = createdAt;
    this.lastBytesThrough = bytesThrough;
  }

  /**
   * Call this in the transaction that removes the rows.
   * @param trimmedThrough the newest sequence number removed; 0 if the owner deleted the requests
   */
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
