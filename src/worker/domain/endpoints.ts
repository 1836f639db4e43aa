import type {
  CreatedEndpoint,
  CreateEndpointBody,
  EndpointRow,
  UpdateEndpointBody,
} from "../../protocol/endpoint.ts";
import type { Plan } from "../../protocol/plans.ts";
import type { ResponseSettings } from "../../protocol/response-settings.ts";
import { plansOf, type Env } from "../env.ts";
import { hubOf } from "../hub/stub.ts";
import type { Principal } from "../storage/credentials.ts";
import * as storage from "../storage/endpoints.ts";
import type { Endpoint, EndpointLimits } from "../storage/endpoints.ts";
import { queueConfigure, queueDelete, toOutboxEntries } from "../storage/outbox.ts";
import { AppError } from "./app-error.ts";
import { isoTime } from "./iso-time.ts";
import { endpointIdsOf } from "./endpoint-id.ts";
import { reconfigureHubs } from "./hub-settings.ts";
import { deliver, type Delivery } from "./outbox.ts";

/** Changes that race for one endpoint are few; more tries than this mean something else. */
const MAX_TRIES = 5;

const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** Hubs asked at once for their counters. */
const PARALLEL_CALLS = 50;

type Owner = Pick<Principal, "accountId" | "plan">;

/** Makes an endpoint within the plan's limits and tells its hub. */
export async function createEndpoint(
  env: Env,
  owner: Owner,
  wish: CreateEndpointBody,
  now: number,
): Promise<Endpoint> {
  const plan = plansOf(env)[owner.plan];
  const isPermanent = wish.isPermanent ?? wish.permanent ?? false;
  const endpoint: Endpoint = {
    id: await endpointIdsOf(env).mint(),
    accountId: owner.accountId,
    alias: wish.alias ?? null,
    isPermanent,
    isPaused: false,
    response: null,
    handshakes: [],
    expiresAt: isPermanent ? null : now + plan.endpointValidityMs,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  const limits = { maxActive: plan.maxEndpoints, maxPermanent: plan.maxPermanentEndpoints };
  const isWritten = await writeEndpoint(env, endpoint, limits, storage.insertEndpoint);
  if (!isWritten) throw await whyNot(env, endpoint, limits);
  return endpoint;
}

/** Changes what the wish names of an endpoint of the account, within the plan's limits. */
export async function updateEndpoint(
  env: Env,
  owner: Owner,
  id: string,
  wish: UpdateEndpointBody,
  now: number,
): Promise<Endpoint> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const before = await ownedEndpoint(env, owner.accountId, id, now);
    const after = changedEndpoint(before, wish, plansOf(env)[owner.plan], now);
    const isWritten = await tryToUpdate(env, before, after, plansOf(env)[owner.plan]);
    if (isWritten) return after;
  }
  throw new AppError("unavailable");
}

function changedEndpoint(
  before: Endpoint,
  wish: UpdateEndpointBody,
  plan: Plan,
  now: number,
): Endpoint {
  const alias = wish.alias === undefined ? before.alias : wish.alias;
  const isPermanent = wish.isPermanent ?? before.isPermanent;
  const expiresAt = isPermanent ? null : (before.expiresAt ?? now + plan.endpointValidityMs);
  return {
    ...before,
    alias,
    isPermanent,
    isPaused: wish.isPaused ?? before.isPaused,
    expiresAt,
    response: wish.response === undefined ? before.response : wish.response,
    handshakes: wish.handshakes ?? before.handshakes,
    updatedAt: now,
  };
}

/** Says false where somebody else changed the endpoint since it was read: read it again. */
async function tryToUpdate(
  env: Env,
  before: Endpoint,
  after: Endpoint,
  plan: Plan,
): Promise<boolean> {
  // A downgrade may have left more than the plan allows: what a change does not add to, it passes.
  const addsPermanent = after.isPermanent && !before.isPermanent;
  const limits = {
    maxActive: NO_LIMIT,
    maxPermanent: addsPermanent ? plan.maxPermanentEndpoints : NO_LIMIT,
  };
  const isWritten = await writeEndpoint(env, after, limits, storage.updateEndpoint);
  if (isWritten) return true;
  const current = await storage.findEndpoint(env.DB, before.accountId, before.id);
  if (!current) throw new AppError("endpoint_not_found");
  if (current.revision !== before.revision) return false;
  throw await whyNot(env, after, limits);
}

/** Deletes an endpoint of the account, with its history and its sockets. */
export async function deleteEndpoint(
  env: Env,
  owner: Owner,
  id: string,
  now: number,
): Promise<Delivery> {
  const { accountId } = owner;
  const [queued] = await env.DB.batch([
    queueDelete(env.DB, accountId, id, now),
    storage.deleteEndpoint(env.DB, accountId, id),
  ]);
  const entries = toOutboxEntries(queued);
  if (entries.length === 0) throw new AppError("endpoint_not_found");
  const delivery = await deliver(env, entries);
  // After a downgrade some are read-only: one that goes leaves its place to the next.
  const plan = plansOf(env)[owner.plan];
  const { active, permanent } = await storage.countEndpoints(env.DB, accountId, now);
  const wasOver =
    active >= plan.maxEndpoints || (permanent > 0 && permanent >= plan.maxPermanentEndpoints);
  if (wasOver) await reconfigureHubs(env, accountId, now);
  return delivery;
}

/** The unexpired endpoint of this id, where it is the account's; else the same 404 for all. */
export async function ownedEndpoint(
  env: Env,
  accountId: string,
  id: string,
  now: number,
): Promise<Endpoint> {
  const endpoint = await storage.findEndpoint(env.DB, accountId, id);
  const isActive = endpoint && (endpoint.expiresAt === null || endpoint.expiresAt > now);
  if (!isActive) throw new AppError("endpoint_not_found");
  return endpoint;
}

/** The unexpired endpoints of the account, newest first. */
export function activeEndpoints(env: Env, accountId: string, now: number): Promise<Endpoint[]> {
  return storage.listEndpoints(env.DB, accountId, now);
}

/** Each endpoint's row with its counters, which its hub keeps. */
export async function endpointRows(env: Env, endpoints: Endpoint[]): Promise<EndpointRow[]> {
  const rows: EndpointRow[] = [];
  for (let at = 0; at < endpoints.length; at += PARALLEL_CALLS) {
    const slice = endpoints.slice(at, at + PARALLEL_CALLS);
    rows.push(...(await Promise.all(slice.map((endpoint) => endpointRow(env, endpoint)))));
  }
  return rows;
}

export async function endpointRow(env: Env, endpoint: Endpoint): Promise<EndpointRow> {
  const stats = await hubOf(env, endpoint.id).stats();
  return {
    id: endpoint.id,
    user_id: endpoint.accountId,
    alias: endpoint.alias,
    is_permanent: endpoint.isPermanent,
    is_paused: endpoint.isPaused,
    response: endpoint.response && toResponseRow(endpoint.response),
    handshakes: endpoint.handshakes,
    expires_at: isoTime(endpoint.expiresAt),
    request_count: stats.requestCount,
    last_request_at: isoTime(stats.lastRequestAt),
    stored_bytes: stats.storedBytes,
    created_at: new Date(endpoint.createdAt).toISOString(),
    updated_at: new Date(endpoint.updatedAt).toISOString(),
  };
}

function toResponseRow({ delayMs, ...response }: ResponseSettings): EndpointRow["response"] {
  return { ...response, delay_ms: delayMs };
}

/** How many requests the account has taken in today (UTC), over all its endpoints. */
export function requestsToday(env: Env, accountId: string): Promise<number> {
  return env.ALLOWANCE.getByName(accountId).used();
}

/** Shapes a new endpoint for the reply to its creation. */
export function toCreatedEndpoint(endpoint: Endpoint, publicUrl: string): CreatedEndpoint {
  return {
    id: endpoint.id,
    url: `${publicUrl}/h/${endpoint.id}`,
    alias: endpoint.alias,
    isPermanent: endpoint.isPermanent,
    expiresAt: isoTime(endpoint.expiresAt),
    createdAt: new Date(endpoint.createdAt).toISOString(),
  };
}

type Write = typeof storage.insertEndpoint;

/** Writes and tells the hub; says whether the conditions of the write held. */
async function writeEndpoint(
  env: Env,
  endpoint: Endpoint,
  limits: EndpointLimits,
  write: Write,
): Promise<boolean> {
  const [written, queued] = await env.DB.batch([
    write(env.DB, endpoint, limits),
    queueConfigure(env.DB, plansOf(env), endpoint.accountId, endpoint.updatedAt, endpoint.id),
  ]);
  if (written?.meta.changes !== 1) return false;
  await deliver(env, toOutboxEntries(queued));
  return true;
}

/** Finds out which condition of the write did not hold. */
async function whyNot(env: Env, endpoint: Endpoint, limits: EndpointLimits): Promise<AppError> {
  const { id, accountId, alias, updatedAt } = endpoint;
  const isTaken =
    alias !== null && (await storage.isAliasTaken(env.DB, accountId, updatedAt, alias, id));
  if (isTaken) return new AppError("alias_taken");
  const { active } = await storage.countEndpoints(env.DB, accountId, updatedAt);
  const isFull = active >= limits.maxActive;
  if (isFull) return new AppError("endpoint_limit", { limit: limits.maxActive });
  return new AppError("permanent_limit", { limit: limits.maxPermanent });
}
