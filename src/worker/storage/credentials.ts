import * as z from "zod/mini";
import { planName, type PlanName } from "../../protocol/plans.ts";
import { toEndpoint, type Endpoint } from "./endpoints.ts";

export type CredentialKind = "session" | "token" | "api_key";

/** A session, account token or API key; times in Unix milliseconds. Never the secret. */
export interface Credential {
  id: string;
  accountId: string;
  kind: CredentialKind;
  prefix: string;
  name: string | null;
  endpointIds: string[] | null;
  userAgent: string | null;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
}

/** Who is asking: a valid credential and the plan of its account. */
export interface Principal extends Credential {
  plan: PlanName;
  /** How many valid API keys of the account are older than this one; null: it is no key. */
  keyRank: number | null;
}

/** A credential that is to be stored: the hash in place of the secret. */
export type NewCredential = Omit<Credential, "lastUsedAt"> & {
  secretHash: string;
};

const COLUMNS = `c.id, c.account_id, c.kind, c.prefix, c.name, c.endpoint_ids, c.user_agent,
  c.created_at, c.expires_at, c.last_used_at`;

/** `now` is parameter 2. */
const IS_VALID = "c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > ?2)";

const row = z.object({
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
const principalRow = z.extend(row, { plan: planName, key_rank: z.nullable(z.number()) });
const endpointIds = z.array(z.string());

export { COLUMNS as CREDENTIAL_COLUMNS, row as credentialRow };

export function toCredential(parsed: z.infer<typeof row>): Credential {
  return {
    id: parsed.id,
    accountId: parsed.account_id,
    kind: parsed.kind,
    prefix: parsed.prefix,
    name: parsed.name,
    endpointIds:
      parsed.endpoint_ids === null ? null : endpointIds.parse(JSON.parse(parsed.endpoint_ids)),
    userAgent: parsed.user_agent,
    createdAt: parsed.created_at,
    expiresAt: parsed.expires_at,
    lastUsedAt: parsed.last_used_at,
  };
}

function toPrincipal(raw: unknown): Principal {
  const parsed = principalRow.parse(raw);
  return { ...toCredential(parsed), plan: parsed.plan, keyRank: parsed.key_rank };
}

/** A key that another took the place of counts as one with it. `now` is parameter 2. */
const VALID_KEYS = `FROM credentials k WHERE k.kind = 'api_key' AND k.revoked_at IS NULL
  AND (k.expires_at IS NULL OR k.expires_at > ?2) AND k.replaced_by IS NULL`;

const PRINCIPAL = `SELECT ${COLUMNS}, a.plan,
    CASE WHEN c.kind = 'api_key' THEN (SELECT count(*) ${VALID_KEYS}
      AND k.account_id = c.account_id AND (k.created_at, k.id) < (c.created_at, c.id)) END AS key_rank
  FROM credentials c JOIN accounts a ON a.id = c.account_id
  WHERE c.secret_hash = ?1 AND ${IS_VALID}`;

/** The holder of a secret, where it is valid now. Reads the primary: replicas lag revokes. */
export async function findPrincipal(
  db: D1Database,
  secretHash: string,
  now: number,
): Promise<Principal | null> {
  const raw = await db.prepare(PRINCIPAL).bind(secretHash, now).first();
  return raw && toPrincipal(raw);
}

/**
 * Authorises a listener and notes, in the same batch, that this hub may now hold a socket of
 * this credential: a revoke, in a batch of its own, comes either before and is seen here, or
 * after and sees the note.
 */
export async function authoriseListener(
  db: D1Database,
  secretHash: string,
  endpointId: string,
  now: number,
): Promise<{ principal: Principal | null; endpoint: Endpoint | null }> {
  const [principals, endpoints] = await db.batch([
    db.prepare(PRINCIPAL).bind(secretHash, now),
    db
      .prepare(
        `SELECT e.* FROM endpoints e JOIN credentials c ON c.account_id = e.account_id
         WHERE c.secret_hash = ?1 AND e.id = ?2`,
      )
      .bind(secretHash, endpointId),
    db
      .prepare(
        `INSERT OR IGNORE INTO credential_hubs (credential_id, endpoint_id)
         SELECT c.id, e.id FROM credentials c JOIN endpoints e ON e.account_id = c.account_id
         WHERE c.secret_hash = ?1 AND ${IS_VALID} AND e.id = ?3`,
      )
      .bind(secretHash, now, endpointId),
  ]);
  const principal = principals?.results[0];
  const endpoint = endpoints?.results[0];
  return {
    principal: principal === undefined ? null : toPrincipal(principal),
    endpoint: endpoint === undefined ? null : toEndpoint(endpoint),
  };
}

function bindInsert(
  statement: D1PreparedStatement,
  credential: NewCredential,
  condition: number | string,
) {
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
 * Stores a credential where the account has fewer than `max` valid ones of its kind.
 * One statement counts and writes, so that racing calls can't share the last place.
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

/** How many API keys of the account count towards its limit. */
export async function countApiKeys(
  db: D1Database,
  accountId: string,
  now: number,
): Promise<number> {
  const query = `SELECT count(*) AS n ${VALID_KEYS} AND k.account_id = ?1`;
  return (await db.prepare(query).bind(accountId, now).first<number>("n")) ?? 0;
}

/** The valid credentials of these kinds of an account, newest first. */
export async function listCredentials(
  db: D1Database,
  accountId: string,
  kinds: readonly CredentialKind[],
  now: number,
): Promise<Credential[]> {
  const query = `SELECT ${COLUMNS} FROM credentials c
    WHERE c.account_id = ?1 AND c.kind IN (SELECT value FROM json_each(?3)) AND ${IS_VALID}
    ORDER BY c.created_at DESC, c.id`;
  const { results } = await db.prepare(query).bind(accountId, now, JSON.stringify(kinds)).all();
  return results.map((raw) => toCredential(row.parse(raw)));
}

/** Renames an API key; gives it back, or null where the account has no such valid key. */
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
  return raw && toCredential(row.parse(raw));
}

/** Whether another key has taken this one's place; null where there is no such valid key. */
export async function findApiKey(
  db: D1Database,
  accountId: string,
  id: string,
  now: number,
): Promise<{ key: Credential; isReplaced: boolean } | null> {
  const query = `SELECT ${COLUMNS}, c.replaced_by IS NOT NULL AS is_replaced FROM credentials c
    WHERE c.account_id = ?1 AND c.id = ?3 AND c.kind = 'api_key' AND ${IS_VALID}`;
  const raw = await db.prepare(query).bind(accountId, now, id).first();
  return raw && { key: toCredential(row.parse(raw)), isReplaced: raw["is_replaced"] === 1 };
}

/**
 * The statements of a batch that put a new key in an old one's place, where that is valid and
 * has none yet; the last one says by its changes whether it did.
 */
export function replaceApiKey(
  db: D1Database,
  oldId: string,
  oldEndsAt: number,
  key: NewCredential,
): D1PreparedStatement[] {
  const isThere = `EXISTS (SELECT 1 FROM credentials c WHERE c.id = ?11 AND c.account_id = ?1
    AND c.replaced_by IS NULL AND ${IS_VALID})`;
  const insert = db.prepare(
    `INSERT INTO credentials (account_id, created_at, id, kind, secret_hash, prefix, name,
       endpoint_ids, user_agent, expires_at)
     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE ${isThere}`,
  );
  const update = db.prepare(
    `UPDATE credentials SET replaced_by = ?1, expires_at = min(coalesce(expires_at, ?2), ?2)
     WHERE id = ?3 AND replaced_by IS NULL
       AND EXISTS (SELECT 1 FROM credentials n WHERE n.id = ?1)`,
  );
  return [bindInsert(insert, key, oldId), update.bind(key.id, oldEndsAt, oldId)];
}

/** The statement of a batch that revokes an account's credential; no row where it is out. */
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

/** The statement of a batch that forgets which hubs held a credential, once it is out. */
export function forgetHubs(db: D1Database, credentialId: string): D1PreparedStatement {
  return db
    .prepare(
      `DELETE FROM credential_hubs WHERE credential_id =
         (SELECT id FROM credentials WHERE id = ? AND revoked_at IS NOT NULL)`,
    )
    .bind(credentialId);
}

/** Notes a use; the condition keeps a busy credential from writing at each of them. */
export async function noteUse(
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
