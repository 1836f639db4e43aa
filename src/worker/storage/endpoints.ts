import * as z from "zod/mini";
import {
  answerSettings,
  type Handshake,
  type ResponseSettings,
} from "../../protocol/response-settings.ts";

/** An endpoint. Times are in Unix milliseconds. */
export interface Endpoint {
  id: string;
  accountId: string;
  alias: string | null;
  isPermanent: boolean;
  isPaused: boolean;
  expiresAt: number | null;
  response: ResponseSettings | null;
  handshakes: Handshake[];
  /** Increases with each change. */
  revision: number;
  createdAt: number;
  updatedAt: number;
}

const COLUMNS = `id, account_id, alias, is_permanent, is_paused, expires_at, response, handshakes,
  revision, created_at, updated_at`;

/** Expired endpoints count towards no limit and appear in no list. `now` is parameter 2. */
const IS_ACTIVE = "(expires_at IS NULL OR expires_at > ?2)";

const row = z.object({
  id: z.string(),
  account_id: z.string(),
  alias: z.nullable(z.string()),
  is_permanent: z.number(),
  is_paused: z.number(),
  expires_at: z.nullable(z.number()),
  response: z.nullable(z.string()),
  handshakes: z.string(),
  revision: z.number(),
  created_at: z.number(),
  updated_at: z.number(),
});

export function toEndpoint(raw: unknown): Endpoint {
  const parsed = row.parse(raw);
  const { response, handshakes } = answerSettings.parse({
    response: JSON.parse(parsed.response ?? "null"),
    handshakes: JSON.parse(parsed.handshakes),
  });
  return {
    id: parsed.id,
    accountId: parsed.account_id,
    alias: parsed.alias,
    isPermanent: parsed.is_permanent === 1,
    isPaused: parsed.is_paused === 1,
    expiresAt: parsed.expires_at,
    response,
    handshakes,
    revision: parsed.revision,
    createdAt: parsed.created_at,
    updatedAt: parsed.updated_at,
  };
}

/** The active endpoints of an account, newest first. */
export async function listEndpoints(
  db: D1Database,
  accountId: string,
  now: number,
): Promise<Endpoint[]> {
  const query = `SELECT ${COLUMNS} FROM endpoints WHERE account_id = ?1 AND ${IS_ACTIVE}
                 ORDER BY created_at DESC, id`;
  const { results } = await db.prepare(query).bind(accountId, now).all();
  return results.map(toEndpoint);
}

/** The account's endpoint with this id, expired or not. */
export async function findEndpoint(
  db: D1Database,
  accountId: string,
  id: string,
): Promise<Endpoint | null> {
  const query = `SELECT ${COLUMNS} FROM endpoints WHERE account_id = ? AND id = ?`;
  const raw = await db.prepare(query).bind(accountId, id).first();
  return raw && toEndpoint(raw);
}

/** The ids of the account's endpoints, expired or not, that begin with these four hex digits. */
export async function endpointIdsByHint(
  db: D1Database,
  accountId: string,
  hint: string,
): Promise<string[]> {
  const query = "SELECT id FROM endpoints WHERE account_id = ? AND substr(id, 1, 4) = ?";
  const { results } = await db.prepare(query).bind(accountId, hint).all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** The account that owns an endpoint, expired or not; null if there is no such endpoint. */
export async function endpointOwner(db: D1Database, id: string): Promise<string | null> {
  const query = "SELECT account_id FROM endpoints WHERE id = ?";
  return db.prepare(query).bind(id).first<string>("account_id");
}

/** How many endpoints count towards the limits. */
export async function countEndpoints(
  db: D1Database,
  accountId: string,
  now: number,
): Promise<{ active: number; permanent: number }> {
  const query = `SELECT count(*) AS active, coalesce(sum(is_permanent), 0) AS permanent
                 FROM endpoints WHERE account_id = ?1 AND ${IS_ACTIVE}`;
  const counts = await db.prepare(query).bind(accountId, now).first();
  return z.object({ active: z.number(), permanent: z.number() }).parse(counts);
}

export async function isAliasTaken(
  db: D1Database,
  accountId: string,
  now: number,
  alias: string,
  exceptId: string,
): Promise<boolean> {
  const query = `SELECT 1 FROM endpoints
                 WHERE account_id = ?1 AND ${IS_ACTIVE} AND alias = ?3 AND id <> ?4`;
  return (await db.prepare(query).bind(accountId, now, alias, exceptId).first()) !== null;
}

/** The limits of a write. One statement checks and writes, so that races can't exceed them. */
export interface EndpointLimits {
  maxActive: number;
  maxPermanent: number;
}

/**
 * The next revision of an endpoint; parameter 2 is the current time. Hubs ignore revisions lower
 * than their own. Because it is never lower than the time, they accept changes even after the
 * database was restored to an earlier time.
 */
const NEXT_REVISION = "max(revision + 1, ?2)";

const FITS = `
  (SELECT count(*) FROM endpoints WHERE account_id = ?1 AND ${IS_ACTIVE} AND id <> ?3) < ?7
  AND (?5 = 0 OR (SELECT count(*) FROM endpoints
    WHERE account_id = ?1 AND ${IS_ACTIVE} AND is_permanent = 1 AND id <> ?3) < ?8)
  AND (?4 IS NULL OR NOT EXISTS (SELECT 1 FROM endpoints
    WHERE account_id = ?1 AND ${IS_ACTIVE} AND alias = ?4 AND id <> ?3))`;

function bindWrite(statement: D1PreparedStatement, endpoint: Endpoint, limits: EndpointLimits) {
  return statement.bind(
    endpoint.accountId,
    endpoint.updatedAt,
    endpoint.id,
    endpoint.alias,
    endpoint.isPermanent ? 1 : 0,
    endpoint.expiresAt,
    limits.maxActive,
    limits.maxPermanent,
    endpoint.revision,
    endpoint.isPaused ? 1 : 0,
    endpoint.response && JSON.stringify(endpoint.response),
    JSON.stringify(endpoint.handshakes),
  );
}

/** A batch statement that creates an endpoint if it is within the limits and its alias is free. */
export function insertEndpoint(db: D1Database, endpoint: Endpoint, limits: EndpointLimits) {
  const statement = db.prepare(
    `INSERT INTO endpoints (id, account_id, alias, is_permanent, expires_at, revision,
       is_paused, response, handshakes, created_at, updated_at)
     SELECT ?3, ?1, ?4, ?5, ?6, ?9, ?10, ?11, ?12, ?2, ?2 WHERE ${FITS}`,
  );
  return bindWrite(statement, endpoint, limits);
}

/** Like `insertEndpoint`, but updates an endpoint unless it has changed since it was read. */
export function updateEndpoint(db: D1Database, endpoint: Endpoint, limits: EndpointLimits) {
  const statement = db.prepare(
    `UPDATE endpoints
     SET alias = ?4, is_permanent = ?5, expires_at = ?6, is_paused = ?10, response = ?11,
       handshakes = ?12, updated_at = ?2, revision = ${NEXT_REVISION}
     WHERE account_id = ?1 AND id = ?3 AND revision = ?9 AND ${FITS}`,
  );
  return bindWrite(statement, endpoint, limits);
}

/**
 * A batch statement that deletes an account's endpoint. The endpoint's rows in `credential_hubs`
 * stay, because its hub may hold sockets until it receives the deletion, and a revoke must find
 * them.
 */
export function deleteEndpoint(db: D1Database, accountId: string, id: string) {
  const query = "DELETE FROM endpoints WHERE account_id = ? AND id = ?";
  return db.prepare(query).bind(accountId, id);
}

/** A batch statement that increments the revision of each of an account's endpoints. */
export function touchEndpoints(
  db: D1Database,
  accountId: string,
  now: number,
): D1PreparedStatement {
  const query = `UPDATE endpoints SET revision = ${NEXT_REVISION} WHERE account_id = ?1`;
  return db.prepare(query).bind(accountId, now);
}
