/**
 * The schema of a hub's own database. Append only: never change the SQL of an entry that was
 * deployed. The entries run in order, and the same transaction stores the new version.
 *
 * - Only add tables, and columns that older code need not write. After a rollback, older code runs on
 *   this schema. Version 1 inserts into `endpoint`, `tombstones`, `timers`, `lease` and `log_state`
 *   without naming columns, so those must never get one.
 * - From the third entry on, each must be able to run twice (`IF NOT EXISTS`): version 1 lowers the
 *   stored number when it meets a higher one.
 */
const MIGRATIONS: readonly string[] = [
  `-- The settings that the worker sent to this hub, in one row. settings is NULL after deletion.
   CREATE TABLE endpoint (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     revision INTEGER NOT NULL,
     settings TEXT
   ) STRICT;

   -- Revoked credentials, so that an upgrade that was authorised earlier is refused.
   CREATE TABLE tombstones (
     credential_id TEXT PRIMARY KEY,
     revoked_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;

   -- seq is the rowid: an insert writes one row and no index. body comes last, so that reading
   -- the other columns does not walk its overflow pages.
   CREATE TABLE requests (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     method TEXT NOT NULL,
     path TEXT NOT NULL,
     raw_query TEXT NOT NULL,
     raw_headers TEXT NOT NULL,
     ip TEXT,
     size INTEGER NOT NULL,
     -- The total bytes of this and all earlier requests, including removed ones. So the bytes
     -- between two requests are a subtraction, not a sum over a million rows.
     bytes_through INTEGER NOT NULL,
     body BLOB
   ) STRICT;

   -- The counters that removed rows no longer provide, in one row. Written on each removal.
   CREATE TABLE log_state (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     last_seq INTEGER NOT NULL,
     last_created_at INTEGER NOT NULL,
     last_bytes_through INTEGER NOT NULL,
     removed_count INTEGER NOT NULL,
     removed_bytes INTEGER NOT NULL,
     -- The newest request that was removed for its age or the storage limit, not by its owner.
     trimmed_through INTEGER NOT NULL
   ) STRICT;

   -- Requests from from_seq on are kept for history_ms, even if the plan changes later.
   CREATE TABLE promises (
     from_seq INTEGER PRIMARY KEY,
     history_ms INTEGER NOT NULL
   ) STRICT;

   CREATE TABLE timers (
     name TEXT PRIMARY KEY,
     due INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;

   -- Bodies above 1 MiB, in parts, because a row holds at most 2 MB.
   CREATE TABLE body_parts (
     seq INTEGER NOT NULL,
     part INTEGER NOT NULL,
     bytes BLOB NOT NULL,
     PRIMARY KEY (seq, part)
   ) STRICT, WITHOUT ROWID;

   -- The lease on the account's allowance, in one row: on this UTC day, the hub may store
   -- requests up to this sequence number.
   CREATE TABLE lease (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     day INTEGER NOT NULL,
     through_seq INTEGER NOT NULL,
     grants INTEGER NOT NULL
   ) STRICT;`,
  `-- The key in body_parts of an uploaded body. If NULL, the body is in the row or under seq. The
   -- column comes after body, so read it only if body is NULL.
   ALTER TABLE requests ADD COLUMN body_key INTEGER;

   -- Uploads in progress, so that leftovers of a crash are found. Their parts are under -key.
   CREATE TABLE uploads (key INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;`,
  `-- Which version of the worker wrote the settings of a revision, in one row.
   CREATE TABLE IF NOT EXISTS settings_version (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     revision INTEGER NOT NULL,
     version INTEGER NOT NULL
   ) STRICT;`,
];

/** Brings the database up to date. Call inside `blockConcurrencyWhile` or a constructor. */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT");
  const row = [...sql.exec<{ version: number }>("SELECT version FROM schema_version")][0];
  const version = row?.version ?? 0;
  // A newer version was here before. Its schema has all that this one needs.
  if (version >= MIGRATIONS.length) return;
  storage.transactionSync(() => {
    for (const migration of MIGRATIONS.slice(version)) sql.exec(migration);
    sql.exec("DELETE FROM schema_version");
    sql.exec("INSERT INTO schema_version (version) VALUES (?)", MIGRATIONS.length);
  });
}
