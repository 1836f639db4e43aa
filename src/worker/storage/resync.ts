import { IS_VALID } from "./credentials.ts";

/** Statements that make the database agree with the objects again, after it was restored. */

/** The first account after this id, or null. */
export function nextAccountId(db: D1Database, after: string): Promise<string | null> {
  const query = "SELECT id FROM accounts WHERE id > ? ORDER BY id LIMIT 1";
  return db.prepare(query).bind(after).first<string>("id");
}

/** Ids of the account's endpoints, in order. */
export async function endpointIdsAfter(
  db: D1Database,
  accountId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const query = "SELECT id FROM endpoints WHERE account_id = ? AND id > ? ORDER BY id LIMIT ?";
  const { results } = await db.prepare(query).bind(accountId, after, limit).all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Those of these endpoints that the database does not have and does not delete at the moment. */
export async function missingEndpoints(
  db: D1Database,
  endpointIds: readonly string[],
): Promise<string[]> {
  const query = `SELECT value AS id FROM json_each(?)
    WHERE NOT EXISTS (SELECT 1 FROM endpoints WHERE id = value)
      AND NOT EXISTS (SELECT 1 FROM outbox WHERE endpoint_id = value)`;
  const { results } = await db
    .prepare(query)
    .bind(JSON.stringify(endpointIds))
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Ends credentials at the noted times (Unix milliseconds), if they would end later. */
export async function endCredentials(
  db: D1Database,
  accountId: string,
  ended: readonly { credentialId: string; at: number }[],
  now: number,
): Promise<void> {
  const at = `(SELECT json_extract(value, '$.at') FROM json_each(?2)
    WHERE json_extract(value, '$.credentialId') = credentials.id)`;
  const theirs = `account_id = ?1
    AND id IN (SELECT json_extract(value, '$.credentialId') FROM json_each(?2))`;
  const list = JSON.stringify(ended);
  await db.batch([
    db
      .prepare(
        `UPDATE credentials SET revoked_at = ${at}
         WHERE ${theirs} AND revoked_at IS NULL AND ${at} <= ?3`,
      )
      .bind(accountId, list, now),
    db
      .prepare(
        `UPDATE credentials SET expires_at = ${at}
         WHERE ${theirs} AND ${at} > ?3 AND coalesce(expires_at > ${at}, 1)`,
      )
      .bind(accountId, list, now),
  ]);
}

/** An endpoint that its hub has and the database has not. Times are in Unix milliseconds. */
export interface FoundEndpoint {
  id: string;
  createdAt: number;
  revision: number;
  /** The hub's settings as JSON. */
  settings: string;
}

/** A statement that inserts an endpoint from its hub's settings. Its alias is lost. */
export function insertFoundEndpoint(
  db: D1Database,
  accountId: string,
  { id, createdAt, revision, settings }: FoundEndpoint,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT OR IGNORE INTO endpoints (id, account_id, is_permanent, is_paused, expires_at,
         response, handshakes, revision, created_at, updated_at)
       SELECT ?1, ?2, json_extract(?3, '$.expiresAt') IS NULL,
         coalesce(json_extract(?3, '$.isPaused'), 0), json_extract(?3, '$.expiresAt'),
         json_extract(?3, '$.response'), coalesce(json_extract(?3, '$.handshakes'), '[]'),
         ?4, ?5, ?6`,
    )
    .bind(id, accountId, settings, revision, createdAt, now);
}

/** A statement that removes endpoints whose hubs are deleted. */
export function removeEndpoints(
  db: D1Database,
  accountId: string,
  endpointIds: readonly string[],
): D1PreparedStatement {
  return db
    .prepare(
      `DELETE FROM endpoints WHERE account_id = ?
       AND id IN (SELECT value FROM json_each(?))`,
    )
    .bind(accountId, JSON.stringify(endpointIds));
}

/**
 * A statement that raises the revision of endpoints above their hubs', which would otherwise ignore
 * every change.
 */
export function raiseRevisions(
  db: D1Database,
  accountId: string,
  hubs: readonly { id: string; revision: number }[],
  now: number,
): D1PreparedStatement {
  const list = "json_each(?2)";
  return db
    .prepare(
      `UPDATE endpoints SET revision = max(?3, 1 + revision,
         1 + (SELECT json_extract(value, '$.revision') FROM ${list}
           WHERE json_extract(value, '$.id') = endpoints.id))
       WHERE account_id = ?1 AND id IN (SELECT json_extract(value, '$.id') FROM ${list})`,
    )
    .bind(accountId, JSON.stringify(hubs.map(({ id, revision }) => ({ id, revision }))), now);
}

/** A statement that records at which hub valid credentials have sockets. */
export function recordSockets(
  db: D1Database,
  accountId: string,
  endpointId: string,
  credentialIds: readonly string[],
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT OR IGNORE INTO credential_hubs (credential_id, endpoint_id)
       SELECT c.id, ?3 FROM credentials c
       WHERE c.account_id = ?1 AND ${IS_VALID} AND c.id IN (SELECT value FROM json_each(?4))`,
    )
    .bind(accountId, now, endpointId, JSON.stringify(credentialIds));
}
