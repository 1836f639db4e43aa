import * as z from "zod/mini";

/*
 * The device code is stored as a hash, because it can be exchanged for a token. The user code is
 * stored in plain text: it grants nothing and is valid for minutes. A hash would not hide it,
 * because all 25,600 million codes can be hashed quickly.
 */

/** A machine's request to sign in. Times are in Unix milliseconds. */
export interface NewDeviceCode {
  deviceHash: string;
  userCode: string;
  network: string;
  userAgent: string | null;
  intervalMs: number;
  createdAt: number;
  expiresAt: number;
}

/** The description of a machine that wants to sign in, for the person who decides. */
export type DeviceRequest = Pick<
  NewDeviceCode,
  "userCode" | "network" | "userAgent" | "createdAt" | "expiresAt"
>;

const REQUEST_COLUMNS = "user_code, network, user_agent, created_at, expires_at";

const requestRow = z.object({
  user_code: z.string(),
  network: z.string(),
  user_agent: z.nullable(z.string()),
  created_at: z.number(),
  expires_at: z.number(),
});

function toRequest(raw: unknown): DeviceRequest {
  const row = requestRow.parse(raw);
  return {
    userCode: row.user_code,
    network: row.network,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/**
 * Stores a code if its network has requested fewer than `max` codes after `since`. One statement
 * counts and writes, so that racing calls can't exceed the limit.
 *
 * @returns whether it was stored
 * @throws if the user code already exists, a chance of one in millions
 */
export async function insertDeviceCode(
  db: D1Database,
  code: NewDeviceCode,
  limit: { since: number; max: number },
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO device_codes (device_hash, user_code, network, user_agent, interval_ms,
         created_at, expires_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
       WHERE (SELECT count(*) FROM device_codes WHERE network = ?3 AND created_at > ?8) < ?9`,
    )
    .bind(
      code.deviceHash,
      code.userCode,
      code.network,
      code.userAgent,
      code.intervalMs,
      code.createdAt,
      code.expiresAt,
      limit.since,
      limit.max,
    )
    .run();
  return meta.changes === 1;
}

/** When the network requested its oldest code after `since`: the next code to leave the window. */
export async function oldestDeviceCode(
  db: D1Database,
  network: string,
  since: number,
): Promise<number | null> {
  const query = `SELECT min(created_at) AS oldest FROM device_codes
    WHERE network = ? AND created_at > ?`;
  return db.prepare(query).bind(network, since).first<number>("oldest");
}

/** A user code typed by an account's owner, and the limit of wrong codes for the account. */
export interface Guess {
  accountId: string;
  userCode: string;
  now: number;
  maxWrong: number;
  /** The end of the counting window. Used only if this guess starts a new window. */
  windowEndsAt: number;
}

export interface GuessResult {
  /** The account has no guesses left. */
  isBlocked: boolean;
  /** The machine with the guessed code, or null. */
  request: DeviceRequest | null;
}

/** `guessParameters` binds parameters 1 to 4 of these conditions. */
const IS_PENDING = "user_code = ?1 AND state = 'pending' AND expires_at > ?2";
const IS_WITHIN_LIMIT = `coalesce((SELECT wrong FROM device_code_guesses
  WHERE account_id = ?3 AND ends_at > ?2), 0) < ?4`;

/** Finds a pending machine for an account. A wrong code counts as a guess. */
export function findDeviceRequest(db: D1Database, guess: Guess): Promise<GuessResult> {
  const query = `SELECT ${REQUEST_COLUMNS} FROM device_codes
    WHERE ${IS_PENDING} AND ${IS_WITHIN_LIMIT}`;
  return tryGuess(db, guess, db.prepare(query).bind(...guessParameters(guess)));
}

/** Stores the account's decision about a pending machine. It can't be changed afterwards. */
export function decideDeviceRequest(
  db: D1Database,
  guess: Guess,
  decision: "approved" | "denied",
): Promise<GuessResult> {
  const query = `UPDATE device_codes SET state = ?5, account_id = ?3
    WHERE ${IS_PENDING} AND ${IS_WITHIN_LIMIT} RETURNING ${REQUEST_COLUMNS}`;
  return tryGuess(db, guess, db.prepare(query).bind(...guessParameters(guess), decision));
}

function guessParameters({ userCode, now, accountId, maxWrong }: Guess) {
  return [userCode, now, accountId, maxWrong] as const;
}

/**
 * One transaction checks whether the account has guesses left, then runs `ifRight` or counts a
 * wrong guess, so that racing guesses can't exceed the limit.
 */
async function tryGuess(
  db: D1Database,
  guess: Guess,
  ifRight: D1PreparedStatement,
): Promise<GuessResult> {
  const limit = db
    .prepare(
      `SELECT count(*) AS blocked FROM device_code_guesses
       WHERE account_id = ?1 AND ends_at > ?2 AND wrong >= ?3`,
    )
    .bind(guess.accountId, guess.now, guess.maxWrong);
  const [limits, , found] = await db.batch([limit, countWrongGuess(db, guess), ifRight]);
  const isBlocked = z.object({ blocked: z.number() }).parse(limits?.results[0]).blocked === 1;
  const [row] = found?.results ?? [];
  return { isBlocked, request: row === undefined ? null : toRequest(row) };
}

function countWrongGuess(db: D1Database, guess: Guess): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO device_code_guesses (account_id, wrong, ends_at)
       SELECT ?3, 1, ?5
       WHERE NOT EXISTS (SELECT 1 FROM device_codes WHERE ${IS_PENDING}) AND ${IS_WITHIN_LIMIT}
       ON CONFLICT (account_id) DO UPDATE SET
         wrong = CASE WHEN ends_at > ?2 THEN wrong + 1 ELSE 1 END,
         ends_at = CASE WHEN ends_at > ?2 THEN ends_at ELSE ?5 END`,
    )
    .bind(...guessParameters(guess), guess.windowEndsAt);
}

/** The outcome of a poll. `unknown` means that the code does not exist or was already exchanged. */
const poll = z.union([
  z.object({ outcome: z.enum(["unknown", "expired", "denied", "early", "pending"]) }),
  z.object({
    outcome: z.literal("approved"),
    account_id: z.string(),
    user_agent: z.nullable(z.string()),
  }),
]);

/** How often a machine may poll, in milliseconds. */
export interface Pace {
  /** Added to the interval by each poll that is too early. */
  growthMs: number;
  /** The largest interval. Once it is reached, an early poll writes nothing. */
  maxIntervalMs: number;
  /** A poll that is early by at most this much still counts as on time. */
  toleranceMs: number;
}

/**
 * Finds the state of a code. If it is approved, the same transaction marks it as redeemed, so that
 * only one of several racing polls gets the token.
 */
export async function pollDeviceCode(
  db: D1Database,
  deviceHash: string,
  now: number,
  { growthMs, maxIntervalMs, toleranceMs }: Pace,
): Promise<z.infer<typeof poll>> {
  const isEarly = "(polled_at IS NOT NULL AND ?2 < polled_at + interval_ms - ?3)";
  const look = `SELECT account_id, user_agent,
      CASE WHEN state = 'redeemed' THEN 'unknown' WHEN expires_at <= ?2 THEN 'expired'
        WHEN state = 'pending' AND ${isEarly} THEN 'early' ELSE state END AS outcome
    FROM device_codes WHERE device_hash = ?1`;
  const redeem = `UPDATE device_codes SET state = 'redeemed'
    WHERE device_hash = ?1 AND state = 'approved' AND expires_at > ?2`;
  const pace = `UPDATE device_codes
    SET polled_at = ?2, interval_ms = CASE WHEN ${isEarly} THEN interval_ms + ?4 ELSE interval_ms END
    WHERE device_hash = ?1 AND state = 'pending' AND expires_at > ?2
      AND NOT (${isEarly} AND interval_ms >= ?5)`;
  const [found] = await db.batch([
    db.prepare(look).bind(deviceHash, now, toleranceMs),
    db.prepare(redeem).bind(deviceHash, now),
    db.prepare(pace).bind(deviceHash, now, toleranceMs, growthMs, maxIntervalMs),
  ]);
  return poll.parse(found?.results[0] ?? { outcome: "unknown" });
}
