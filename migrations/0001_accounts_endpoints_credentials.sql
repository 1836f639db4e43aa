-- Times are Unix milliseconds. Migrations are append-only: change the schema in a new file.

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT,
  avatar_url TEXT,
  github_id TEXT UNIQUE,
  plan TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE endpoints (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  alias TEXT,
  is_permanent INTEGER NOT NULL,
  is_paused INTEGER NOT NULL,
  expires_at INTEGER,
  -- Grows with each change that the endpoint's hub must know.
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX endpoints_by_account ON endpoints (account_id, created_at);

-- Sessions, account tokens and API keys: one idea, an opaque secret kept as its SHA-256.
CREATE TABLE credentials (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('session', 'token', 'api_key')),
  secret_hash TEXT NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  name TEXT,
  -- JSON list of the only endpoints that an API key may see; NULL: all of the account's.
  endpoint_ids TEXT,
  user_agent TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER,
  revoked_at INTEGER,
  -- The key that took this one's place; the two count as one until this one has ended.
  replaced_by TEXT
) STRICT;
CREATE INDEX credentials_by_account ON credentials (account_id, kind, created_at);

-- Each hub that may hold a socket of a credential, so that a revoke visits those alone.
CREATE TABLE credential_hubs (
  credential_id TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  PRIMARY KEY (credential_id, endpoint_id)
) STRICT, WITHOUT ROWID;

-- What hubs must still be told. A row is written with the change it speaks of, in one batch.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint_id TEXT NOT NULL,
  command TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- What the operator says of an account's subscription; terms are JSON.
CREATE TABLE subscriptions (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  id TEXT NOT NULL,
  terms TEXT NOT NULL
) STRICT;

-- A code is bound to the browser that asked for it: found by that browser's secret alone.
CREATE TABLE sign_in_codes (
  browser_hash TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  network TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_codes_by_age ON sign_in_codes (created_at);
CREATE INDEX sign_in_codes_by_email ON sign_in_codes (email, created_at);
CREATE INDEX sign_in_codes_by_network ON sign_in_codes (network, created_at);
