/** The allowance that one hub holds today. */
export interface Holding {
  endpointId: string;
  /** How many requests were granted and not given back. */
  granted: number;
  /** The number of grants. If the hub has received fewer, one is still in transit. */
  grants: number;
}

/** The day of a closed account. No clock ever reaches it. */
const CLOSED = Number.MAX_SAFE_INTEGER;

/** The grants of one UTC day, in the object's own SQLite. Each day starts empty. */
export class Ledger {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS today (id INTEGER PRIMARY KEY, day INTEGER) STRICT");
    sql.exec(`CREATE TABLE IF NOT EXISTS holdings (
      endpoint_id TEXT PRIMARY KEY, granted INTEGER NOT NULL, grants INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`);
  }

  get day(): number {
    const [row] = [...this.#sql.exec<{ day: number }>("SELECT day FROM today")];
    return row?.day ?? 0;
  }

  /** Closes the ledger permanently. */
  close(): void {
    this.#sql.exec("DELETE FROM holdings");
    this.#sql.exec("INSERT OR REPLACE INTO today VALUES (1, ?)", CLOSED);
  }

  get isClosed(): boolean {
    return this.day === CLOSED;
  }

  /**
   * Starts a later day. Ignores an earlier one, because a hub's clock may be ahead of ours.
   * @returns whether a day started
   */
  advanceTo(day: number): boolean {
    if (day <= this.day) return false;
    this.#sql.exec("DELETE FROM holdings");
    this.#sql.exec("INSERT OR REPLACE INTO today VALUES (1, ?)", day);
    return true;
  }

  get total(): number {
    const query = "SELECT coalesce(sum(granted), 0) AS total FROM holdings";
    return this.#sql.exec<{ total: number }>(query).one().total;
  }

  holdings(): Holding[] {
    const query = "SELECT endpoint_id AS endpointId, granted, grants FROM holdings";
    return this.#sql.exec<Holding & Record<string, SqlStorageValue>>(query).toArray();
  }

  /** Records a grant. Returns how many grants this hub has received today. */
  grant(endpointId: string, count: number): number {
    const query = `INSERT INTO holdings VALUES (?, ?, 1)
      ON CONFLICT DO UPDATE SET granted = granted + excluded.granted, grants = grants + 1
      RETURNING grants`;
    return this.#sql.exec<{ grants: number }>(query, endpointId, count).one().grants;
  }

  takeBack(endpointId: string, count: number): void {
    const query = "UPDATE holdings SET granted = max(0, granted - ?) WHERE endpoint_id = ?";
    this.#sql.exec(query, count, endpointId);
  }
}
