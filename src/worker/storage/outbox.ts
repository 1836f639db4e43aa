import * as z from "zod/mini";
import type { Plans } from "../../protocol/plans.ts";
import { hubCommand } from "../hub/contract/commands.ts";
import { VERSION } from "../hub/contract/version.ts";

/** A command to deliver to a hub, or to the allowance of an account. */
export interface OutboxEntry {
  id: number;
  /** The id of an endpoint, or of the account if the command is `close_account`. */
  targetId: string;
  /** An `OutboxCommand` as JSON; `parseCommand` reads it. */
  command: string;
}

/** Sent if an account is deleted. The only command for the allowance; all others are for hubs. */
const closeAccount = z.object({ type: z.literal("close_account") });
const outboxCommand = z.union([closeAccount, hubCommand]);
export type OutboxCommand = z.infer<typeof outboxCommand>;

const row = z.object({ id: z.number(), endpoint_id: z.string(), command: z.string() });

/**
 * Parses the command of an entry. Entries are parsed one by one, just before delivery, because an
 * unknown command from another version must not block the others.
 */
export function parseCommand({ command }: OutboxEntry): OutboxCommand {
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

/** Counts the account's active endpoints created before the endpoint `e`. `now` is parameter 2. */
const EARLIER = `SELECT count(*) FROM endpoints o WHERE o.account_id = e.account_id
  AND (o.expires_at IS NULL OR o.expires_at > ?2)
  AND (o.created_at, o.id) < (e.created_at, e.id)`;

/** Whether `e` is one of the newest endpoints beyond the plan's limit. `plans` is parameter 3. */
const IS_BEYOND_PLAN = `(
  (${EARLIER}) >= json_extract(?3, '$.' || a.plan || '.maxEndpoints')
  OR (e.is_permanent = 1 AND (${EARLIER} AND o.is_permanent = 1)
    >= json_extract(?3, '$.' || a.plan || '.maxPermanentEndpoints')))`;

/**
 * A statement that queues `configure`, with the current settings, for one endpoint of an account,
 * or for all if `endpointId` is left out. In a batch, put it after the change, because it reads the
 * changed rows.
 */
export function queueConfigure(
  db: D1Database,
  plans: Plans,
  accountId: string,
  now: number,
  endpointId?: string,
): D1PreparedStatement {
  const one = endpointId === undefined ? "" : "AND e.id = ?4";
  const statement = db.prepare(
    `INSERT INTO outbox (endpoint_id, created_at, command)
     SELECT e.id, ?2, json_object('type', 'configure', 'version', ${VERSION}, 'revision', e.revision, 'settings',
       json_object('accountId', a.id, 'plan', a.plan, 'expiresAt', e.expires_at,
         'isPaused', CASE WHEN e.is_paused = 1 THEN json('true') ELSE json('false') END,
         'response', json(e.response), 'handshakes', json(e.handshakes),
         'isReadOnly', CASE WHEN ${IS_BEYOND_PLAN} THEN json('true') ELSE json('false') END))
     FROM endpoints e JOIN accounts a ON a.id = e.account_id
     WHERE a.id = ?1 ${one}
     ${RETURNING}`,
  );
  const limits = JSON.stringify(plans);
  return endpointId === undefined
    ? statement.bind(accountId, now, limits)
    : statement.bind(accountId, now, limits, endpointId);
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
 * A batch statement that queues `revoke` for each hub that may hold a socket of the credential. Put
 * it after the statement that revokes the credential.
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
       FROM credential_hubs h JOIN credentials c ON c.id = h.credential_id
       WHERE c.id = ?1 AND c.revoked_at IS NOT NULL
       ${RETURNING}`,
    )
    .bind(credentialId, now);
}

/** A batch statement that queues `expire` for each hub that may hold a socket of the credential. */
export function queueExpire(
  db: D1Database,
  credentialId: string,
  at: number,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (endpoint_id, created_at, command)
       SELECT endpoint_id, ?2, json_object('type', 'expire', 'credentialId', ?1, 'at', ?3)
       FROM credential_hubs WHERE credential_id = ?1
       ${RETURNING}`,
    )
    .bind(credentialId, now, at);
}

/** The oldest entries, up to `limit`. */
export async function listOutbox(db: D1Database, limit: number): Promise<OutboxEntry[]> {
  const query = "SELECT id, endpoint_id, command FROM outbox ORDER BY id LIMIT ?";
  return toOutboxEntries(await db.prepare(query).bind(limit).all());
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
