import { utcDay } from "../account/day.ts";
import { endpointSettings, isExpired } from "./contract/commands.ts";
import { VERSION } from "./contract/version.ts";
import { migrate } from "./migrations.ts";

/*
 * A hub's tables take 48 KiB even if they are empty. So a hub that is deleted, or expired and empty,
 * drops them when it starts the next time, and keeps one small value instead. The value answers late
 * commands, and continues the numbering if the endpoint ever comes back.
 */

const KEY = "ended";

/** The rest of a hub that has ended. Stored, so fields may only be added. */
export interface Remainder {
  is: "deleted" | "expired";
  revision: number;
  /** Settings as JSON: only those that an expired endpoint needs. Null if it is deleted. */
  settings: string | null;
  lastSeq: number;
  lastCreatedAt: number;
  lastBytesThrough: number;
  trimmedThrough: number;
}

const NO_LOG = { lastSeq: 0, lastCreatedAt: 0, lastBytesThrough: 0, trimmedThrough: 0 };

/** The storage of a hub, which may have ended. */
export class HubStorage {
  readonly #storage: DurableObjectStorage;
  #remainder: Remainder | null;

  /**
   * Brings the tables up to date, or removes them if they are no longer needed.
   * @param now Unix milliseconds
   */
  constructor(ctx: DurableObjectState, now: number) {
    const { storage } = ctx;
    this.#storage = storage;
    this.#remainder = storage.kv.get<Remainder>(KEY) ?? null;
    if (this.#remainder && !hasTables(storage.sql)) return;
    migrate(storage);
    // An expired endpoint still has to close its sockets.
    const found = ctx.getWebSockets().length > 0 ? null : remainderOf(storage.sql, now);
    // After a rollback, a version that does not know the value may have created tables.
    const left = this.#remainder?.is === "deleted" ? this.#remainder : found;
    if (left) this.end(left);
    else this.#forget();
  }

  /** The rest of the hub; null if it has not ended. */
  get remainder(): Remainder | null {
    return this.#remainder;
  }

  /** The storage for the parts of the hub. If it has ended, they find what remains, and nothing else. */
  get forParts(): DurableObjectStorage {
    if (!this.#remainder) return this.#storage;
    const real = this.#storage.sql;
    const sql = {
      exec: (query: string, ...bindings: unknown[]) => this.#exec(query, bindings),
      get databaseSize() {
        return real.databaseSize;
      },
    };
    return new Proxy(this.#storage, {
      get(storage, name) {
        if (name === "sql") return sql;
        const value: unknown = Reflect.get(storage, name, storage);
        return typeof value === "function" ? value.bind(storage) : value;
      },
    });
  }

  /** Replaces everything that is stored with what remains. */
  end(remainder: Remainder): void {
    // In SQLite, both take effect at once and in this order, although one returns a promise.
    void this.#storage.deleteAll();
    this.#storage.kv.put(KEY, remainder);
    this.#remainder = remainder;
  }

  /** Makes the tables again, because the endpoint is back. Its numbering continues. */
  revive(): void {
    const { lastSeq, lastCreatedAt, lastBytesThrough, trimmedThrough } = this.#remainder ?? NO_LOG;
    migrate(this.#storage);
    this.#storage.sql.exec(
      "INSERT OR REPLACE INTO log_state VALUES (1, ?, ?, ?, ?, ?, ?)",
      lastSeq,
      lastCreatedAt,
      lastBytesThrough,
      // All of them were removed.
      lastSeq,
      lastBytesThrough,
      trimmedThrough,
    );
    this.#forget();
  }

  #forget(): void {
    if (this.#remainder) this.#storage.kv.delete(KEY);
    this.#remainder = null;
  }

  #exec(query: string, bindings: unknown[]) {
    if (!this.#remainder) return this.#storage.sql.exec(query, ...bindings);
    if (!query.trimStart().startsWith("SELECT")) throw new Error("This hub has ended.");
    return cursorOf(rowsFor(query, this.#remainder));
  }
}

function hasTables(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'endpoint'").toArray().length > 0;
}

/** The rows that a query finds in a hub that has ended. */
function rowsFor(query: string, left: Remainder): object[] {
  if (query.includes("FROM endpoint"))
    return [{ revision: left.revision, settings: left.settings }];
  // The settings are not outdated: nobody has to send them again.
  if (query.includes("FROM settings_version")) return [{ version: VERSION }];
  if (!query.includes("FROM log_state")) return [];
  return [
    {
      last_seq: left.lastSeq,
      last_created_at: left.lastCreatedAt,
      last_bytes_through: left.lastBytesThrough,
      removed_count: left.lastSeq,
      removed_bytes: left.lastBytesThrough,
      trimmed_through: left.trimmedThrough,
    },
  ];
}

function cursorOf(rows: object[]) {
  const one = () => {
    if (rows[0]) return rows[0];
    throw new Error("This hub has ended.");
  };
  return { toArray: () => rows, one, [Symbol.iterator]: () => rows[Symbol.iterator]() };
}

type LogRow = { last_seq: number; created_at: number; bytes_through: number; trimmed: number };

/** The rest of a hub that no longer needs its tables; null if it needs them. */
function remainderOf(sql: SqlStorage, now: number): Remainder | null {
  const query = "SELECT revision, settings FROM endpoint";
  const [row] = sql.exec<{ revision: number; settings: string | null }>(query).toArray();
  if (!row) return null;
  const { revision } = row;
  if (row.settings === null) return { is: "deleted", revision, settings: null, ...NO_LOG };
  const { data } = endpointSettings.safeParse(JSON.parse(row.settings));
  if (!data || !isExpired(data, now) || isInUse(sql, now)) return null;
  const { accountId, plan, expiresAt } = data;
  const settings = JSON.stringify({ accountId, plan, expiresAt });
  return { is: "expired", revision, settings, ...logOf(sql) };
}

/** Whether requests are stored, or the account may still recall a part of today's lease. */
function isInUse(sql: SqlStorage, now: number): boolean {
  const query = `SELECT 1 FROM requests UNION ALL SELECT 1 FROM lease WHERE day >= ? LIMIT 1`;
  return sql.exec(query, utcDay(now)).toArray().length > 0;
}

function logOf(sql: SqlStorage): typeof NO_LOG {
  const query = `SELECT last_seq, last_created_at AS created_at, last_bytes_through AS bytes_through,
    trimmed_through AS trimmed FROM log_state`;
  const [log] = sql.exec<LogRow>(query).toArray();
  if (!log) return NO_LOG;
  return {
    lastSeq: log.last_seq,
    lastCreatedAt: log.created_at,
    lastBytesThrough: log.bytes_through,
    trimmedThrough: log.trimmed,
  };
}
