import type { LogState } from "./log-state.ts";

/** A Durable Object can have 10 GB (decimal). The rest is room for writes before the next check. */
const MAX_DATABASE_BYTES = 9_000_000_000;

/** A hub without requests has 48 KiB. The rest is for tables that later versions add. */
const EMPTY_DATABASE_BYTES = 128 * 1024;

/** How much is written between two measurements: a part of the limit, but not too little. */
const MEASURE_EVERY_PART = 64;
const MEASURE_EVERY_BYTES = 64 * 1024;

/** The least space that a row takes in the database besides its content. */
const ROW_BYTES = 64;

/**
 * How much storage the requests use. The plan's limit applies to their bytes and to the database
 * that holds them, which is up to twice as large, and never exceeds what the platform allows.
 */
export class StorageUse {
  readonly #sql: SqlStorage;
  readonly #state: LogState;
  readonly #maxDatabaseBytes: number;
  /** Measuring costs as much as a query, so it waits until this much was written in all. */
  #nextMeasurementAt = 0;

  constructor(sql: SqlStorage, state: LogState, maxDatabaseBytes = MAX_DATABASE_BYTES) {
    this.#sql = sql;
    this.#state = state;
    this.#maxDatabaseBytes = maxDatabaseBytes;
  }

  /** The bytes that count towards the plan's limit. */
  get bytes(): number {
    return Math.max(this.#state.bytes, this.databaseBytes);
  }

  /** The size of the database, less that of an empty one. */
  get databaseBytes(): number {
    return Math.max(0, this.#sql.databaseSize - EMPTY_DATABASE_BYTES);
  }

  /** The smaller of the plan's limit and the platform's, for `databaseBytes`. */
  databaseLimit(maxStoredBytes: number): number {
    return Math.min(maxStoredBytes, this.#maxDatabaseBytes - EMPTY_DATABASE_BYTES);
  }

  /** Whether requests must be removed. Measures the database now and then; called per commit. */
  isBeyond(maxStoredBytes: number): boolean {
    const { bytes, lastBytesThrough, lastSeq } = this.#state;
    if (bytes > maxStoredBytes) return true;
    const written = lastBytesThrough + ROW_BYTES * lastSeq;
    if (written < this.#nextMeasurementAt) return false;
    const limit = this.databaseLimit(maxStoredBytes);
    this.#nextMeasurementAt = written + Math.max(limit / MEASURE_EVERY_PART, MEASURE_EVERY_BYTES);
    return this.databaseBytes > limit;
  }
}
