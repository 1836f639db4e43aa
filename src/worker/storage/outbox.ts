import * as z from "zod/mini";
import type { Plans } from "../../protocol/plans.ts";
import { hubCommand } from "../hub/contract/commands.ts";
import { VERSION } from "../hub/contract/version.ts";
import { IS_VALID } from "./credentials.ts";
import { IS_UNCONFIRMED } from "./pulse.ts";

/** A command to deliver to a hub, or to the allowance of an account. */
export interface OutboxEntry {
  id: number;
  /** The id of an endpoint, or of the account if the command is for the account's object. */
  targetId: string;
  /** An `OutboxCommand` as JSON; `parseCommand` reads it. */
  command: string;
}

/** Commands for the account's object; all others are for hubs. */
const accountCommand = z.discriminatedUnion("type", [
  /** Sent if the account is deleted. */
  z.object({ type: z.literal("close_account") }),
  /**
   * Notes when a credential ends (Unix milliseconds), so that this outlives a restore of the
   * database. Delivered before the revoke is acknowledged.
   */
  z.object({ type: z.literal("credential_ended"), credentialId: z.string(), at: z.int() }),
]);
export type AccountCommand = z.infer<typeof accountCommand>;

const outboxCommand = z.union([accountCommand, hubCommand]);
export type OutboxCommand = z.infer<typeof outboxCommand>;

const row = z.object({ id: z.number(), endpoint_id: z.string(), command: z.string() });

/**
 * Parses the command of an entry. Entries are parsed one by one, just before delivery, because an
 * unknown command from another version must not block the others.
 */
export function parseCommand(command: string): OutboxCommand {
  return outboxCommand.parse(JSON.parse(command));
}

/** Ends an INSERT into the outbox. `toOutboxEntries` reads the rows that it returns. */
const RETURNING = "RETURNING id, endpoint_id, command";

/** Reads the rows that the statements of this file return. */
export function toOutboxEntries(result: D1Result | undefined): OutboxEntry[] {
  return (result?.results ?? []).map((raw) => {
    const { id, endpoint_id, command } = row.parse(raw);
    return { id, targetId: endpoint_id, command };
  });
}

/**
 * The account's active endpoints and whether each is one of the newest beyond the plan's limits.
 * Counts all of them in one pass. `now` is parameter 2, `plans` is parameter 3.
 */
const RANKED = `SELECT e.id,
    row_number() OVER oldest_first > json_extract(?3, '$.' || a.plan || '.maxEndpoints')
    OR (e.is_permanent = 1 AND sum(e.is_permanent) OVER oldest_first
      > json_extract(?3, '$.' || a.plan || '.maxPermanentEndpoints')) AS is_beyond
  FROM endpoints e JOIN accounts a ON a.id = e.account_id
  WHERE e.account_id = ?1 AND (e.expires_at IS NULL OR e.expires_at > ?2)
  WINDOW oldest_first AS (ORDER BY e.created_at, e.id ROWS UNBOUNDED PRECEDING)`;

/**
 * A statement that queues `configure`, with the current settings, for some endpoints of an account,
 * or for all if `endpointIds` is left out. In a batch, put it after the change, because it reads the
 * changed rows.
 */
export function queueConfigure(
  db: D1Database,
  plans: Plans,
  accountId: string,
  now: number,
  endpointIds?: readonly string[],
): D1PreparedStatement {
  const some = endpointIds ? "AND e.id IN (SELECT value FROM json_each(?4))" : "";
  const statement = db.prepare(
    `WITH ranked AS (${RANKED})
     INSERT INTO outbox (endpoint_id, created_at, command)
     SELECT e.id, ?2, json_object('type', 'configure', 'version', ${VERSION}, 'revision', e.revision, 'settings',
       json_object('accountId', a.id, 'plan', a.plan, 'expiresAt', e.expires_at,
         'isPaused', CASE WHEN e.is_paused = 1 THEN json('true') ELSE json('false') END,
         'response', json(e.response), 'handshakes', json(e.handshakes),
         'isReadOnly', CASE WHEN r.is_beyond = 1 THEN json('true') ELSE json('false') END))
     FROM endpoints e JOIN accounts a ON a.id = e.account_id LEFT JOIN ranked r ON r.id = e.id
     WHERE a.id = ?1 ${some}
     ${RETURNING}`,
  );
  const limits = JSON.stringify(plans);
  return endpointIds
    ? statement.bind(accountId, now, limits, JSON.stringify(endpointIds))
    : statement.bind(accountId, now, limits);
}

/**
 * A batch statement that forgets the queued settings of an endpoint that is about to be deleted. After
 * a rollback, its hub could otherwise accept them: the first release recognises a deleted hub by a row,
 * and ours keep a value instead.
 */
export function forgetConfigure(
  db: D1Database,
  accountId: string,
  endpointId: string,
): D1PreparedStatement {
  return db
    .prepare(
      `DELETE FROM outbox WHERE endpoint_id = ?2 AND json_extract(command, '$.type') = 'configure'
         AND EXISTS (SELECT 1 FROM endpoints WHERE account_id = ?1 AND id = ?2)`,
    )
    .bind(accountId, endpointId);
}

/**
 * A batch statement that queues `delete` if the endpoint belongs to the account. Put it before the
 * statement that deletes the endpoint.
 */
export function queueDelete(
  db: D1Database,
  accountId: string,
  endpointId: string,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (endpoint_id, created_at, command)
       SELECT id, ?3, json_object('type', 'delete') FROM endpoints
       WHERE account_id = ?1 AND id = ?2
       ${RETURNING}`,
    )
    .bind(accountId, endpointId, now);
}

/**
 * The hubs that may hold sockets of the credential ?1. After a restore of the database, their records
 * may be missing, so then these are all hubs of its account.
 */
const ITS_HUBS = `SELECT endpoint_id FROM credential_hubs WHERE credential_id = ?1
  UNION
  SELECT e.id FROM credentials c JOIN endpoints e ON e.account_id = c.account_id
  WHERE c.id = ?1 AND ${IS_UNCONFIRMED}`;

/**
 * A batch statement that queues `revoke` for each hub that may hold a socket of the credential, and
 * a note for the account's object. Put it after the statement that revokes the credential.
 */
export function queueRevoke(
  db: D1Database,
  credentialId: string,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (endpoint_id, created_at, command)
       SELECT h.endpoint_id, ?2, json_object('type', 'revoke', 'credentialId', c.id)
       FROM (${ITS_HUBS}) h JOIN credentials c ON c.id = ?1 AND c.revoked_at IS NOT NULL
       UNION ALL
       SELECT c.account_id, ?2,
         json_object('type', 'credential_ended', 'credentialId', c.id, 'at', c.revoked_at)
       FROM credentials c WHERE c.id = ?1 AND c.revoked_at IS NOT NULL
       ${RETURNING}`,
    )
    .bind(credentialId, now);
}

/**
 * A batch statement that queues `expire` for each hub that may hold a socket of a rotated key, and a
 * note for the account's object. Queues nothing if the key has another replacement.
 */
export function queueExpire(
  db: D1Database,
  keyId: string,
  replacedBy: string,
  at: number,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (endpoint_id, created_at, command)
       SELECT h.endpoint_id, ?2, json_object('type', 'expire', 'credentialId', c.id, 'at', ?3)
       FROM (${ITS_HUBS}) h JOIN credentials c ON c.id = ?1 AND c.replaced_by = ?4
       UNION ALL
       SELECT c.account_id, ?2,
         json_object('type', 'credential_ended', 'credentialId', c.id, 'at', ?3)
       FROM credentials c WHERE c.id = ?1 AND c.replaced_by = ?4
       ${RETURNING}`,
    )
    .bind(keyId, now, at, replacedBy);
}

/** A batch statement that queues `revoke` at one hub for those credentials that are not valid. */
export function queueRevokeInvalid(
  db: D1Database,
  accountId: string,
  endpointId: string,
  credentialIds: readonly string[],
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (endpoint_id, created_at, command)
       SELECT ?3, ?2, json_object('type', 'revoke', 'credentialId', value)
       FROM json_each(?4)
       WHERE NOT EXISTS (SELECT 1 FROM credentials c
         WHERE c.id = value AND c.account_id = ?1 AND ${IS_VALID})
       ${RETURNING}`,
    )
    .bind(accountId, now, endpointId, JSON.stringify(credentialIds));
}

/** The oldest entries after an id, up to `limit`. */
export async function listOutbox(
  db: D1Database,
  after: number,
  limit: number,
): Promise<OutboxEntry[]> {
  const query = "SELECT id, endpoint_id, command FROM outbox WHERE id > ? ORDER BY id LIMIT ?";
  return toOutboxEntries(await db.prepare(query).bind(after, limit).all());
}

/** Removes delivered entries. */
export async function removeFromOutbox(db: D1Database, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .prepare("DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(ids))
    .run();
}

/** Moves entries to the end of the queue, so that a broken hub can't block the others. */
export async function postponeOutbox(db: D1Database, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const moved = "(SELECT value FROM json_each(?))";
  const parameters = JSON.stringify(ids);
  await db.batch([
    db
      .prepare(
        `INSERT INTO outbox (endpoint_id, command, created_at)
         SELECT endpoint_id, command, created_at FROM outbox WHERE id IN ${moved} ORDER BY id`,
      )
      .bind(parameters),
    db.prepare(`DELETE FROM outbox WHERE id IN ${moved}`).bind(parameters),
  ]);
}
