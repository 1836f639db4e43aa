import * as z from "zod/mini";
import { planName, type PlanName } from "../../protocol/plans.ts";
import { VALID_KEYS } from "./api-keys.ts";
import {
  CREDENTIAL_COLUMNS,
  credentialRow,
  IS_VALID,
  toCredential,
  type Credential,
} from "./credentials.ts";
import { toEndpoint, type Endpoint } from "./endpoints.ts";
import { IS_UNCONFIRMED } from "./pulse.ts";

/** The caller of a route: a valid credential and the plan of its account. */
export interface Principal extends Credential {
  plan: PlanName;
  /** How many valid API keys of the account are older than this one; null if it is not a key. */
  keyRank: number | null;
  /**
   * Whether the database may have been restored to a time before this credential was revoked: ask
   * the account's object before you trust it (`confirm` in `domain/pulse.ts`).
   */
  isUnconfirmed: boolean;
}

/** Whether a principal may see an endpoint of its account. A key may be restricted to some. */
export function canSee({ endpointIds }: Principal, endpointId: string): boolean {
  return endpointIds === null || endpointIds.includes(endpointId);
}

const principalRow = z.extend(credentialRow, {
  plan: planName,
  key_rank: z.nullable(z.number()),
  is_unconfirmed: z.number(),
});

function toPrincipal(raw: unknown): Principal {
  const row = principalRow.parse(raw);
  const isUnconfirmed = row.is_unconfirmed === 1;
  return { ...toCredential(row), plan: row.plan, keyRank: row.key_rank, isUnconfirmed };
}

const PRINCIPAL = `SELECT ${CREDENTIAL_COLUMNS}, a.plan, ${IS_UNCONFIRMED} AS is_unconfirmed,
    CASE WHEN c.kind = 'api_key' THEN (SELECT count(*) ${VALID_KEYS}
      AND k.account_id = c.account_id AND (k.created_at, k.id) < (c.created_at, c.id)) END AS key_rank
  FROM credentials c JOIN accounts a ON a.id = c.account_id
  WHERE c.secret_hash = ?1 AND ${IS_VALID}`;

/**
 * Finds the principal of a secret, or null if the secret is not valid now. Reads the primary
 * database, because a replica may not have received a revoke yet.
 */
export async function findPrincipal(
  db: D1Database,
  secretHash: string,
  now: number,
): Promise<Principal | null> {
  const raw = await db.prepare(PRINCIPAL).bind(secretHash, now).first();
  return raw && toPrincipal(raw);
}

/**
 * Finds the principal and the endpoint of a listener. The same batch records that this hub may now
 * hold a socket of the credential. A revoke is another batch: if it runs before this one, the
 * credential is already invalid here; if it runs after, it finds the record.
 */
export async function authorizeListener(
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
