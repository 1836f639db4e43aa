import { toOutboxEntries, type OutboxEntry } from "./outbox.ts";

const ITS_ENDPOINTS = "SELECT id FROM endpoints WHERE account_id = ?1";
const ITS_CREDENTIALS = "SELECT id FROM credentials WHERE account_id = ?1";

/** Commands for the account's object and its hubs are obsolete: it is closed, and they are deleted. */
const FORGET_COMMANDS = `DELETE FROM outbox
  WHERE endpoint_id = ?1 OR endpoint_id IN (${ITS_ENDPOINTS})
    OR json_extract(command, '$.settings.accountId') = ?1`;

const QUEUE = `INSERT INTO outbox (endpoint_id, created_at, command)
  SELECT id, ?2, json_object('type', 'delete') FROM endpoints WHERE account_id = ?1
  UNION ALL
  SELECT id, ?2, json_object('type', 'close_account') FROM accounts WHERE id = ?1`;

/**
 * The commands to deliver: those that were just queued, and those still queued for endpoints that
 * were deleted earlier. The hubs of these may still hold sockets of the account's credentials.
 */
const TO_DELIVER = `SELECT id, endpoint_id, command FROM outbox
  WHERE endpoint_id = ?1 OR endpoint_id IN (${ITS_ENDPOINTS}) OR endpoint_id IN (
    SELECT endpoint_id FROM credential_hubs WHERE credential_id IN (${ITS_CREDENTIALS}))`;

/** In this order, because a row must not refer to a deleted one. */
const FORGET = [
  `DELETE FROM credential_hubs WHERE credential_id IN (${ITS_CREDENTIALS})`,
  "DELETE FROM credentials WHERE account_id = ?1",
  "DELETE FROM endpoints WHERE account_id = ?1",
  "DELETE FROM subscriptions WHERE account_id = ?1",
  "DELETE FROM device_code_guesses WHERE account_id = ?1",
  // The rows of these two tables stay, because they count the codes that a network requests per
  // hour: deleting an account must not reset that limit. The account's data is removed from them,
  // and their codes become invalid.
  `UPDATE device_codes SET account_id = NULL, user_agent = NULL,
     state = CASE WHEN state = 'redeemed' THEN state ELSE 'denied' END
   WHERE account_id = ?1`,
  `UPDATE sign_in_codes SET email = '', code_hash = ''
   WHERE email = (SELECT email FROM accounts WHERE id = ?1)`,
  "DELETE FROM accounts WHERE id = ?1",
];

/**
 * Removes every row of an account. The same transaction queues the deletion of its endpoints and
 * the closing of its allowance.
 *
 * @returns the commands to deliver; null if there is no such account
 */
export async function forgetAccount(
  db: D1Database,
  accountId: string,
  now: number,
): Promise<OutboxEntry[] | null> {
  const results = await db.batch([
    db.prepare(FORGET_COMMANDS).bind(accountId),
    db.prepare(QUEUE).bind(accountId, now),
    db.prepare(TO_DELIVER).bind(accountId),
    ...FORGET.map((statement) => db.prepare(statement).bind(accountId)),
  ]);
  return results.at(-1)?.meta.changes === 1 ? toOutboxEntries(results[2]) : null;
}
