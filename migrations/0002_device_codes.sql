-- A machine's sign-in under way (RFC 8628): found by the hash of the device code that the machine
-- polls with, or by the user code that a person types. Read as said in storage/device-codes.ts.
CREATE TABLE device_codes (
  device_hash TEXT PRIMARY KEY,
  user_code TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'approved', 'denied', 'redeemed')),
  -- Who decided; NULL while nobody has.
  account_id TEXT REFERENCES accounts (id),
  -- The machine as it was when it asked, for the person to recognise.
  network TEXT NOT NULL,
  user_agent TEXT,
  -- Grows each time that the machine polls too soon.
  interval_ms INTEGER NOT NULL,
  polled_at INTEGER,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX device_codes_by_age ON device_codes (created_at);
CREATE INDEX device_codes_by_network ON device_codes (network, created_at);

-- How many wrong user codes an account has typed in the stretch of time that ends then.
CREATE TABLE device_code_guesses (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  wrong INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX device_code_guesses_by_age ON device_code_guesses (ends_at);
