import {
  bindInsert,
  CREDENTIAL_COLUMNS,
  credentialRow,
  IS_VALID,
  toCredential,
  type Credential,
  type NewCredential,
} from "./credentials.ts";

/**
 * A FROM clause for the valid API keys that count towards the plan's limit, as `k`. A rotated key
 * and its replacement count as one. `now` is parameter 2.
 */
export const VALID_KEYS = `FROM credentials k WHERE k.kind = 'api_key' AND k.revoked_at IS NULL
  AND (k.expires_at IS NULL OR k.expires_at > ?2) AND k.replaced_by IS NULL`;

/** How many API keys of the account count towards its limit. */
export async function countApiKeys(
  db: D1Database,
  accountId: string,
  now: number,
): Promise<number> {
  const query = `SELECT count(*) AS n ${VALID_KEYS} AND k.account_id = ?1`;
  return (await db.prepare(query).bind(accountId, now).first<number>("n")) ?? 0;
}

/** A valid API key of the account, or null. */
export async function findApiKey(
  db: D1Database,
  accountId: string,
  id: string,
  now: number,
): Promise<Credential | null> {
  const query = `SELECT ${CREDENTIAL_COLUMNS} FROM credentials c
    WHERE c.account_id = ?1 AND c.id = ?3 AND c.kind = 'api_key' AND ${IS_VALID}`;
  const raw = await db.prepare(query).bind(accountId, now, id).first();
  return raw && toCredential(credentialRow.parse(raw));
}

/** Renames a valid API key. Resolves to the key, or null if the account has no such key. */
export async function renameApiKey(
  db: D1Database,
  accountId: string,
  id: string,
  name: string,
  now: number,
): Promise<Credential | null> {
  const query = `UPDATE credentials AS c SET name = ?4
    WHERE c.account_id = ?1 AND c.id = ?3 AND c.kind = 'api_key' AND ${IS_VALID}
    RETURNING id, account_id, kind, prefix, name, endpoint_ids, user_agent, created_at,
      expires_at, last_used_at`;
  const raw = await db.prepare(query).bind(accountId, now, id, name).first();
  return raw && toCredential(credentialRow.parse(raw));
}

/**
 * Batch statements that replace a valid API key, unless it already has a replacement. The last one
 * changes one row if the key was replaced.
 */
export function replaceApiKey(
  db: D1Database,
  oldId: string,
  oldExpiresAt: number,
  key: NewCredential,
): D1PreparedStatement[] {
  const canBeReplaced = `EXISTS (SELECT 1 FROM credentials c WHERE c.id = ?11
    AND c.account_id = ?1 AND c.replaced_by IS NULL AND ${IS_VALID})`;
  const insert = db.prepare(
    `INSERT INTO credentials (account_id, created_at, id, kind, secret_hash, prefix, name,
       endpoint_ids, user_agent, expires_at)
     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE ${canBeReplaced}`,
  );
  const update = db.prepare(
    `UPDATE credentials SET replaced_by = ?1, expires_at = min(coalesce(expires_at, ?2), ?2)
     WHERE id = ?3 AND replaced_by IS NULL
       AND EXISTS (SELECT 1 FROM credentials n WHERE n.id = ?1)`,
  );
  return [bindInsert(insert, key, oldId), update.bind(key.id, oldExpiresAt, oldId)];
}
