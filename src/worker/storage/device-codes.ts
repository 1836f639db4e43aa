import * as z from "zod/mini";

/*
 * The device code is kept as its hash: it alone gets a token. The user code is kept as it is. It
 * gets nobody in, it lives for minutes, and a hash would hide nothing: all 25,600 million of them
 * are hashed in no time.
 */

/** A machine's wish to sign in; times in Unix milliseconds. */
export interface NewDeviceCode {
  deviceHash: string;
  userCode: string;
  network: string;
  userAgent: string | null;
  intervalMs: number;
  createdAt: number;
  expiresAt: number;
}

/** What a person is told of a machine that wants to sign in. */
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
 * Stores a code where its network has asked for fewer than `max` since then; says whether it has.
 * One statement counts and writes, so that racing calls can't share the last place. Two user codes
 * alike, one chance in millions, are refused by the table, and the machine asks again.
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

/** When the network made its oldest code since then, which is the next to count no more. */
export async function oldestDeviceCode(
  db: D1Database,
  network: string,
  since: number,
): Promise<number | null> {
  const query = `SELECT min(created_at) AS oldest FROM device_codes
    WHERE network = ? AND created_at > ?`;
  return db.prepare(query).bind(network, since).first<number>("oldest");
}

/** Removes codes made before then, and counts of wrong ones that have ended by now. */
export async function removeOldDeviceCodes(
  db: D1Database,
  before: number,
  now: number,
): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM device_codes WHERE created_at < ?").bind(before),
    db.prepare("DELETE FROM device_code_guesses WHERE ends_at <= ?").bind(now),
  ]);
}

/** A user code that somebody typed, and how many wrong ones an account may type. */
export interface Guess {
  accountId: string;
  userCode: string;
  now: number;
  maxWrong: number;
  /** When the count starts again, where it starts with this guess. */
  windowEndsAt: number;
}

/** The machine that a guess found; null: none. `isBlocked`: the account may not guess any more. */
export interface GuessResult {
  isBlocked: boolean;
  request: DeviceRequest | null;
}

/** The parameters of all statements of a guess are these: code, now, account, max. */
const IS_PENDING = "user_code = ?1 AND state = 'pending' AND expires_at > ?2";
const IS_WITHIN_LIMIT = `coalesce((SELECT wrong FROM device_code_guesses
  WHERE account_id = ?3 AND ends_at > ?2), 0) < ?4`;

/** Looks a pending machine up for an account. A wrong code counts. */
export function findDeviceRequest(db: D1Database, guess: Guess): Promise<GuessResult> {
  const query = `SELECT ${REQUEST_COLUMNS} FROM device_codes
    WHERE ${IS_PENDING} AND ${IS_WITHIN_LIMIT}`;
  return tryGuess(db, guess, db.prepare(query).bind(...boundTo(guess)));
}

/** Writes down what the account decides of a pending machine, which no other can do after it. */
export function decideDeviceRequest(
  db: D1Database,
  guess: Guess,
  decision: "approved" | "denied",
): Promise<GuessResult> {
  const query = `UPDATE device_codes SET state = ?5, account_id = ?3
    WHERE ${IS_PENDING} AND ${IS_WITHIN_LIMIT} RETURNING ${REQUEST_COLUMNS}`;
  return tryGuess(db, guess, db.prepare(query).bind(...boundTo(guess), decision));
}

function boundTo({ userCode, now, accountId, maxWrong }: Guess) {
  return [userCode, now, accountId, maxWrong] as const;
}

/**
 * One transaction says whether the account may still guess, counts the guess where it is wrong,
 * and does what it asks for where it is right: guesses that race can't share a try.
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
    .bind(...boundTo(guess), guess.windowEndsAt);
}

/** What a poll found. `unknown`: there is no such code, or it has had its token. */
const poll = z.union([
  z.object({ outcome: z.enum(["unknown", "expired", "denied", "early", "pending"]) }),
  z.object({
    outcome: z.literal("approved"),
    account_id: z.string(),
    user_agent: z.nullable(z.string()),
  }),
]);

/** How soon a machine may poll, in milliseconds. */
export interface Pace {
  /** Added to the interval by each poll that comes too soon. */
  growthMs: number;
  /** The interval grows up to this; what comes too soon then is not even written down. */
  maxIntervalMs: number;
  /** A poll that comes too soon by this little is in time. */
  toleranceMs: number;
}

/**
 * Says how a code stands, and in the same transaction spends it where it was approved: of polls
 * that race, one alone is told so.
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
