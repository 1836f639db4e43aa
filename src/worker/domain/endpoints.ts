import type {
  CreatedEndpoint,
  CreateEndpointBody,
  EndpointRow,
  UpdateEndpointBody,
} from "../../protocol/endpoint.ts";
import type { Plan } from "../../protocol/plans.ts";
import type { ResponseSettings } from "../../protocol/response-settings.ts";
import { plansOf, type Env } from "../env.ts";
import { callAccount, callHub, isNotSpoken } from "../hub/stub.ts";
import { canSee, type Principal } from "../storage/principals.ts";
import * as storage from "../storage/endpoints.ts";
import type { Endpoint, EndpointLimits } from "../storage/endpoints.ts";
import {
  forgetConfigure,
  queueConfigure,
  queueDelete,
  toOutboxEntries,
} from "../storage/outbox.ts";
import { AppError } from "./app-error.ts";
import { isoTime } from "./iso-time.ts";
import { endpointIdsOf } from "./endpoint-id.ts";
import { reconfigureHubs } from "./hub-settings.ts";
import { deliver, type HubUpdate } from "./outbox.ts";

/** Few changes of one endpoint race. If more tries than this fail, something else is wrong. */
const MAX_TRIES = 5;

const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** How many hubs are asked for their counters in parallel. */
const PARALLEL_CALLS = 50;

type Owner = Pick<Principal, "accountId" | "plan">;

/** Creates an endpoint within the plan's limits and configures its hub. */
export async function createEndpoint(
  env: Env,
  owner: Owner,
  input: CreateEndpointBody,
  now: number,
): Promise<Endpoint> {
  const plan = plansOf(env)[owner.plan];
  const isPermanent = input.isPermanent ?? input.permanent ?? false;
  const endpoint: Endpoint = {
    id: await endpointIdsOf(env).mint(),
    accountId: owner.accountId,
    alias: input.alias ?? null,
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
  if (!isWritten) throw await explainRejection(env, endpoint, limits);
  await noteAtAccount(env, endpoint);
  return endpoint;
}

/**
 * Notes the endpoint in the account's object, for the case that the database is restored to an
 * earlier time. If that fails, its hub's first lease notes it.
 */
async function noteAtAccount(env: Env, { id, accountId }: Endpoint): Promise<void> {
  try {
    await callAccount<void>(env, accountId, (account, version) =>
      account.noteEndpoint(id, version),
    );
  } catch (error) {
    // An object of the first release can't note anything.
    if (isNotSpoken(error)) return;
    console.warn("endpoints: an account could not note a new endpoint", error);
  }
}

/** Changes the given fields of an endpoint of the account, within the plan's limits. */
export async function updateEndpoint(
  env: Env,
  owner: Owner,
  id: string,
  input: UpdateEndpointBody,
  now: number,
): Promise<Endpoint> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const before = await ownedEndpoint(env, owner.accountId, id, now);
    const after = changedEndpoint(before, input, plansOf(env)[owner.plan], now);
    const isWritten = await tryToUpdate(env, before, after, plansOf(env)[owner.plan]);
    if (isWritten) return after;
  }
  throw new AppError("unavailable");
}

function changedEndpoint(
  before: Endpoint,
  input: UpdateEndpointBody,
  plan: Plan,
  now: number,
): Endpoint {
  const alias = input.alias === undefined ? before.alias : input.alias;
  const isPermanent = input.isPermanent ?? before.isPermanent;
  const expiresAt = isPermanent ? null : (before.expiresAt ?? now + plan.endpointValidityMs);
  return {
    ...before,
    alias,
    isPermanent,
    isPaused: input.isPaused ?? before.isPaused,
    expiresAt,
    response: input.response === undefined ? before.response : input.response,
    handshakes: input.handshakes ?? before.handshakes,
    updatedAt: now,
  };
}

/** Resolves to false if another call changed the endpoint meanwhile: read it again, then retry. */
async function tryToUpdate(
  env: Env,
  before: Endpoint,
  after: Endpoint,
  plan: Plan,
): Promise<boolean> {
  // After a downgrade, an account may have more permanent endpoints than its plan allows. They may
  // still be changed. Only making another endpoint permanent is refused.
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
  throw await explainRejection(env, after, limits);
}

/** Deletes an endpoint of the account, with its history and its sockets. */
export async function deleteEndpoint(
  env: Env,
  owner: Owner,
  id: string,
  now: number,
): Promise<HubUpdate> {
  const { accountId } = owner;
  const [, queued] = await env.DB.batch([
    forgetConfigure(env.DB, accountId, id),
    queueDelete(env.DB, accountId, id, now),
    storage.deleteEndpoint(env.DB, accountId, id),
  ]);
  const entries = toOutboxEntries(queued);
  if (entries.length === 0) throw new AppError("endpoint_not_found");
  const update = await deliver(env, entries);
  // After a downgrade, the endpoints beyond the limits are read-only. A deletion may bring one of
  // them back within the limits.
  const plan = plansOf(env)[owner.plan];
  const { active, permanent } = await storage.countEndpoints(env.DB, accountId, now);
  const wasOver =
    active >= plan.maxEndpoints || (permanent > 0 && permanent >= plan.maxPermanentEndpoints);
  if (wasOver) await reconfigureHubs(env, accountId, now);
  return update;
}

/**
 * The account's active endpoint with this id.
 * @throws AppError `endpoint_not_found` if it is unknown, expired or another account's
 */
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

/** Like `ownedEndpoint`, for a principal whose key may be restricted to other endpoints. */
export async function visibleEndpoint(
  env: Env,
  principal: Principal,
  id: string,
  now: number,
): Promise<Endpoint> {
  if (!canSee(principal, id)) throw new AppError("endpoint_not_found");
  return ownedEndpoint(env, principal.accountId, id, now);
}

/** The active endpoints that the principal may see, newest first. */
export async function visibleEndpoints(
  env: Env,
  principal: Principal,
  now: number,
): Promise<Endpoint[]> {
  const endpoints = await storage.listEndpoints(env.DB, principal.accountId, now);
  return endpoints.filter(({ id }) => canSee(principal, id));
}

/** Endpoints as the API returns them, with the counters that their hubs keep. */
export async function endpointRows(env: Env, endpoints: Endpoint[]): Promise<EndpointRow[]> {
  const rows: EndpointRow[] = [];
  for (let at = 0; at < endpoints.length; at += PARALLEL_CALLS) {
    const slice = endpoints.slice(at, at + PARALLEL_CALLS);
    rows.push(...(await Promise.all(slice.map((endpoint) => endpointRow(env, endpoint)))));
  }
  return rows;
}

export async function endpointRow(env: Env, endpoint: Endpoint): Promise<EndpointRow> {
  const stats = await callHub(env, endpoint.id, (hub, version) => hub.stats(version));
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

/** The reply to the creation of an endpoint. */
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

/** Writes the endpoint and configures its hub. Resolves to false if a condition did not hold. */
async function writeEndpoint(
  env: Env,
  endpoint: Endpoint,
  limits: EndpointLimits,
  write: Write,
): Promise<boolean> {
  const [written, queued] = await env.DB.batch([
    write(env.DB, endpoint, limits),
    queueConfigure(env.DB, plansOf(env), endpoint.accountId, endpoint.updatedAt, [endpoint.id]),
  ]);
  if (written?.meta.changes !== 1) return false;
  await deliver(env, toOutboxEntries(queued));
  return true;
}

/** Finds out which condition of a write did not hold. */
async function explainRejection(
  env: Env,
  endpoint: Endpoint,
  limits: EndpointLimits,
): Promise<AppError> {
  const { id, accountId, alias, updatedAt } = endpoint;
  const isTaken =
    alias !== null && (await storage.isAliasTaken(env.DB, accountId, updatedAt, alias, id));
  if (isTaken) return new AppError("alias_taken");
  const { active } = await storage.countEndpoints(env.DB, accountId, updatedAt);
  const isFull = active >= limits.maxActive;
  if (isFull) return new AppError("endpoint_limit", { limit: limits.maxActive });
  return new AppError("permanent_limit", { limit: limits.maxPermanent });
}
