import * as z from "zod/mini";

export type CredentialKind = "session" | "token" | "api_key";

/** A session, account token or API key, without its secret. Times are in Unix milliseconds. */
export interface Credential {
  id: string;
  accountId: string;
  kind: CredentialKind;
  prefix: string;
  name: string | null;
  /** The endpoints that an API key is restricted to. Null means all endpoints of the account. */
  endpointIds: string[] | null;
  userAgent: string | null;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
}

/** A credential to store, with the hash of its secret. */
export type NewCredential = Omit<Credential, "lastUsedAt"> & {
  secretHash: string;
};

export const CREDENTIAL_COLUMNS = `c.id, c.account_id, c.kind, c.prefix, c.name, c.endpoint_ids,
  c.user_agent, c.created_at, c.expires_at, c.last_used_at`;

/** Whether a credential `c` is valid. `now` is parameter 2. */
export const IS_VALID = "c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > ?2)";

export const credentialRow = z.object({
  id: z.string(),
  account_id: z.string(),
  kind: z.enum(["session", "token", "api_key"]),
  prefix: z.string(),
  name: z.nullable(z.string()),
  endpoint_ids: z.nullable(z.string()),
  user_agent: z.nullable(z.string()),
  created_at: z.number(),
  expires_at: z.nullable(z.number()),
  last_used_at: z.nullable(z.number()),
});
const endpointIds = z.array(z.string());

export function toCredential(row: z.infer<typeof credentialRow>): Credential {
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    prefix: row.prefix,
    name: row.name,
    endpointIds: row.endpoint_ids === null ? null : endpointIds.parse(JSON.parse(row.endpoint_ids)),
    userAgent: row.user_agent,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}

/** Binds a credential to parameters 1 to 10 of an INSERT, and `condition` to parameter 11. */
export function bindInsert(
  statement: D1PreparedStatement,
  credential: NewCredential,
  condition: number | string,
): D1PreparedStatement {
  return statement.bind(
    credential.accountId,
    credential.createdAt,
    credential.id,
    credential.kind,
    credential.secretHash,
    credential.prefix,
    credential.name,
    credential.endpointIds && JSON.stringify(credential.endpointIds),
    credential.userAgent,
    credential.expiresAt,
    condition,
  );
}

/**
 * Stores a credential if the account has fewer than `max` valid ones of its kind. One statement
 * counts and writes, so that racing calls can't exceed the limit.
 * @returns whether it was stored
 */
export async function insertCredential(
  db: D1Database,
  credential: NewCredential,
  max: number,
): Promise<boolean> {
  const statement = db.prepare(
    `INSERT INTO credentials (account_id, created_at, id, kind, secret_hash, prefix, name,
       endpoint_ids, user_agent, expires_at)
     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
     WHERE (SELECT count(*) FROM credentials c
       WHERE c.account_id = ?1 AND c.kind = ?4 AND ${IS_VALID} AND c.replaced_by IS NULL) < ?11`,
  );
  const { meta } = await bindInsert(statement, credential, max).run();
  return meta.changes === 1;
}

/** The account's valid credentials of these kinds, newest first. */
export async function listCredentials(
  db: D1Database,
  accountId: string,
  kinds: readonly CredentialKind[],
  now: number,
): Promise<Credential[]> {
  const query = `SELECT ${CREDENTIAL_COLUMNS} FROM credentials c
    WHERE c.account_id = ?1 AND c.kind IN (SELECT value FROM json_each(?3)) AND ${IS_VALID}
    ORDER BY c.created_at DESC, c.id`;
  const { results } = await db.prepare(query).bind(accountId, now, JSON.stringify(kinds)).all();
  return results.map((raw) => toCredential(credentialRow.parse(raw)));
}

/** A batch statement that revokes a credential. It changes no row if it is already revoked. */
export function revokeCredential(
  db: D1Database,
  accountId: string,
  id: string,
  kinds: readonly CredentialKind[],
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE credentials SET revoked_at = ?1
       WHERE account_id = ?2 AND id = ?3 AND revoked_at IS NULL
         AND kind IN (SELECT value FROM json_each(?4))`,
    )
    .bind(now, accountId, id, JSON.stringify(kinds));
}

/** A batch statement that forgets which hubs may hold sockets of a revoked credential. */
export function forgetHubs(db: D1Database, credentialId: string): D1PreparedStatement {
  return db
    .prepare(
      `DELETE FROM credential_hubs WHERE credential_id =
         (SELECT id FROM credentials WHERE id = ? AND revoked_at IS NOT NULL)`,
    )
    .bind(credentialId);
}

/**
 * Records a use of a credential, unless one was recorded within the interval: a busy credential
 * must not cause a write per call.
 */
export async function touchLastUsed(
  db: D1Database,
  id: string,
  now: number,
  intervalMs: number,
): Promise<void> {
  await db
    .prepare(
      `UPDATE credentials SET last_used_at = ?1
       WHERE id = ?2 AND (last_used_at IS NULL OR last_used_at <= ?1 - ?3)`,
    )
    .bind(now, id, intervalMs)
    .run();
}
