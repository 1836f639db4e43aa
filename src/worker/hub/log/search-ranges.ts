/** Requests with `after < seq <= through`. */
export interface SeqRange {
  after: number;
  through: number;
}

export const NO_RANGE: SeqRange = { after: 0, through: 0 };

export function isEmpty({ after, through }: SeqRange): boolean {
  return after >= through;
}

/** The cost of reading a row besides its content: a search of tiny rows is bounded, too. */
const ROW_BYTES = 256;

/** A search that does not look into bodies reads at most one page of the database per row. */
const PAGE_BYTES = 4096;

/**
 * Measures ranges of requests by the bytes that a search reads in them. The bytes between two
 * requests are a subtraction, so measuring reads two rows, and a binary search finds the range of a
 * given size. Requests that their owner deleted count as if they were read.
 */
export class SearchRanges {
  readonly #sql: SqlStorage;
  readonly #readsBodies: boolean;

  /** @param readsBodies whether the search looks for a text */
  constructor(sql: SqlStorage, readsBodies: boolean) {
    this.#sql = sql;
    this.#readsBodies = readsBodies;
  }

  /** How many bytes a search of this range reads, at most. */
  costOf(range: SeqRange): number {
    const rows = range.through - range.after;
    if (rows <= 0) return 0;
    const bytes = this.storedBytesIn(range) + rows * ROW_BYTES;
    return this.#readsBodies ? bytes : Math.min(bytes, rows * PAGE_BYTES);
  }

  /** The stored bytes in this range, including those of requests that were deleted meanwhile. */
  storedBytesIn({ after, through }: SeqRange): number {
    if (after >= through) return 0;
    return Math.max(0, this.#bytesThrough(through) - this.#bytesThrough(after));
  }

  /** The first part of a range, read forward, that costs at most `maxCost`; at least one request. */
  first({ after, through }: SeqRange, maxCost: number): SeqRange {
    const fits = (end: number) => this.costOf({ after, through: end }) <= maxCost;
    return { after, through: fits(through) ? through : lastThat(fits, after + 1, through) };
  }

  /** The same at the other end of the range, for a search from the newest to the oldest. */
  last({ after, through }: SeqRange, maxCost: number): SeqRange {
    const fits = (rows: number) => this.costOf({ after: through - rows, through }) <= maxCost;
    const all = through - after;
    return { after: through - (fits(all) ? all : lastThat(fits, 1, all)), through };
  }

  /** The bytes of all requests up to this one, including deleted ones and this one. */
  #bytesThrough(seq: number): number {
    const query = "SELECT bytes_through FROM requests WHERE seq <= ? ORDER BY seq DESC LIMIT 1";
    const [row] = this.#sql.exec<{ bytes_through: number }>(query, seq).toArray();
    return row?.bytes_through ?? this.#bytesBeforeOldest();
  }

  #bytesBeforeOldest(): number {
    const [row] = this.#sql.exec<{ before: number }>(BEFORE_OLDEST).toArray();
    return row?.before ?? 0;
  }
}

const BEFORE_OLDEST = `SELECT bytes_through - size - length(raw_headers) - length(path)
  - length(raw_query) AS before FROM requests ORDER BY seq LIMIT 1`;

/** The last number from `low` up to but not including `high` that fits; `low` if none does. */
function lastThat(fits: (value: number) => boolean, low: number, high: number): number {
  let [found, beyond] = [low, high];
  while (found + 1 < beyond) {
    const middle = Math.floor((found + beyond) / 2);
    if (fits(middle)) found = middle;
    else beyond = middle;
  }
  return found;
}
