import { DAY_MS } from "../../protocol/time-units.ts";

/**
 * How long entries are kept. The database can be restored to any time of the last 30 days, and from
 * an export of up to this age.
 */
const LIFETIME_DAYS = 90;

/** The notes of an account's object, in case the database is restored to an earlier time. */
export interface JournalPage {
  /** Whether the account was deleted. */
  isClosed: boolean;
  /** Credentials that were revoked or expire early, and when they end (Unix milliseconds). */
  ended: { credentialId: string; at: number }[];
  /** Endpoints, and when the object first heard of them (Unix milliseconds). */
  endpoints: { endpointId: string; at: number }[];
  /** The cursor of the next page; null after the last one. */
  next: string | null;
}

type Kind = "ended" | "endpoint";
type Entry = { kind: Kind; id: string; at: number };

const PAGE_ENTRIES = 500;

/**
 * Facts about the account that must outlive a restore of the database: which credentials have ended,
 * and which endpoints exist.
 */
export class Journal {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS journal (
      kind TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID`);
  }

  /** Notes when a credential ends. An earlier end wins. */
  noteEnd(credentialId: string, at: number): void {
    this.#sql.exec(
      `INSERT INTO journal VALUES ('ended', ?, ?)
       ON CONFLICT DO UPDATE SET at = excluded.at WHERE excluded.at < at`,
      credentialId,
      at,
    );
  }

  /** When a credential ends, in Unix milliseconds; null if that was not noted. */
  endOf(credentialId: string): number | null {
    const query = "SELECT at FROM journal WHERE kind = 'ended' AND id = ?";
    const [row] = this.#sql.exec<{ at: number }>(query, credentialId).toArray();
    return row?.at ?? null;
  }

  /** Notes that an endpoint exists. Writes nothing if that is known. */
  noteEndpoint(endpointId: string, now: number): void {
    this.#sql.exec("INSERT OR IGNORE INTO journal VALUES ('endpoint', ?, ?)", endpointId, now);
  }

  forgetEndpoints(endpointIds: readonly string[]): void {
    const query = "DELETE FROM journal WHERE kind = 'endpoint' AND id = ?";
    for (const id of endpointIds) this.#sql.exec(query, id);
  }

  /** @param after the cursor of the page; null: the first page */
  page(after: string | null): Omit<JournalPage, "isClosed"> {
    const [kind = "", id = ""] = after?.split(" ") ?? [];
    const query = "SELECT * FROM journal WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?";
    const entries = this.#sql.exec<Entry>(query, kind, id, PAGE_ENTRIES).toArray();
    const last = entries.length === PAGE_ENTRIES ? entries.at(-1) : undefined;
    const of = (wanted: Kind) => entries.filter((entry) => entry.kind === wanted);
    return {
      ended: of("ended").map((entry) => ({ credentialId: entry.id, at: entry.at })),
      endpoints: of("endpoint").map((entry) => ({ endpointId: entry.id, at: entry.at })),
      next: last ? `${last.kind} ${last.id}` : null,
    };
  }

  /**
   * Removes entries that no restore needs any more.
   * @param day the number of the current UTC day
   */
  purge(day: number): void {
    this.#sql.exec("DELETE FROM journal WHERE at < ?", (day - LIFETIME_DAYS) * DAY_MS);
  }

  clear(): void {
    this.#sql.exec("DELETE FROM journal");
  }
}
