-- The cron trigger counts its runs here and in an object outside the database. If this count is
-- lower, the database was restored to an earlier time.
CREATE TABLE pulse (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  beats INTEGER NOT NULL,
  -- When the two counts were last compared and agreed.
  beaten_at INTEGER NOT NULL,
  -- When a restore was noticed; NULL: never, or hubs and database agree again.
  restored_at INTEGER
) STRICT;

-- How far a purge has walked through a table, a few rows per run of the cron trigger.
CREATE TABLE purge_cursors (
  name TEXT PRIMARY KEY,
  position TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A migration that older code can't run on inserts a row here, with the version that can. `npm start`
-- refuses to start if its own migrations do not include one that has a row.
CREATE TABLE breaking_migrations (
  migration TEXT PRIMARY KEY,
  needs_version TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The cron trigger removes what has ended. These find it without reading the rest.
CREATE INDEX endpoints_by_expiry ON endpoints (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX credentials_by_expiry ON credentials (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX credentials_by_revocation ON credentials (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX credential_hubs_by_endpoint ON credential_hubs (endpoint_id);
