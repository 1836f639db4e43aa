/**
 * The schema of a hub's own database, append-only: what is deployed somewhere never changes here.
 * Each entry runs once, in order, in one transaction with the note that it ran.
 */
const MIGRATIONS: readonly string[] = [
  `-- What the rest of the worker told this hub; one row. settings is NULL once deleted.
   CREATE TABLE endpoint (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     revision INTEGER NOT NULL,
     settings TEXT
   ) STRICT;

   -- Credentials that are out for good, so that an upgrade authorised earlier is refused.
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
     -- Bytes stored in the log up to and with this request, removed ones included: what is
     -- stored between two requests is a subtraction, not a sum over a million rows.
     bytes_through INTEGER NOT NULL,
     body BLOB
   ) STRICT;

   -- What the rows that are gone can't tell any more; one row, written when rows go.
   CREATE TABLE log_state (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     last_seq INTEGER NOT NULL,
     last_created_at INTEGER NOT NULL,
     last_bytes_through INTEGER NOT NULL,
     removed_count INTEGER NOT NULL,
     removed_bytes INTEGER NOT NULL,
     -- The newest request that went because of age or room, not because its owner deleted it.
     trimmed_through INTEGER NOT NULL
   ) STRICT;

   -- From this request on, what is stored is kept for so long: a plan's promise outlives it.
   CREATE TABLE promises (
     from_seq INTEGER PRIMARY KEY,
     history_ms INTEGER NOT NULL
   ) STRICT;

   CREATE TABLE timers (
     name TEXT PRIMARY KEY,
     due INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;

   -- Bodies above 1 MiB, in parts: a row may hold 2 MB.
   CREATE TABLE body_parts (
     seq INTEGER NOT NULL,
     part INTEGER NOT NULL,
     bytes BLOB NOT NULL,
     PRIMARY KEY (seq, part)
   ) STRICT, WITHOUT ROWID;

   -- What the account lets the hub take in: on this UTC day, up to this sequence number; one row.
   CREATE TABLE lease (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     day INTEGER NOT NULL,
     through_seq INTEGER NOT NULL,
     grants INTEGER NOT NULL
   ) STRICT;`,
  `-- Under which key of body_parts the body is, where it came as an upload; NULL: under seq, or in
   -- the row. It comes after body: read it where body is NULL only.
   ALTER TABLE requests ADD COLUMN body_key INTEGER;

   -- Uploads under way, so that what a crash leaves of them is found. Their parts are under -key.
   CREATE TABLE uploads (key INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;`,
];

/** Brings the database up to date. Call inside `blockConcurrencyWhile` or a constructor. */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT");
  const row = [...sql.exec<{ version: number }>("SELECT version FROM schema_version")][0];
  const version = row?.version ?? 0;
  if (version === MIGRATIONS.length) return;
  storage.transactionSync(() => {
    for (const migration of MIGRATIONS.slice(version)) sql.exec(migration);
    sql.exec("DELETE FROM schema_version");
    sql.exec("INSERT INTO schema_version VALUES (?)", MIGRATIONS.length);
  });
}
