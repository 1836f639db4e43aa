import type { CapturedRequest, StoredRequest } from "../../protocol/captured-request.ts";
import { toCapturedRequest } from "../../protocol/captured-request.ts";
import { endpointHint, isUuid } from "../../protocol/ids.ts";
import type { Env } from "../env.ts";
import type { PageQuery } from "../hub/contract/requests.ts";
import { hubOf } from "../hub/stub.ts";
import { canSee, type Principal } from "../storage/principals.ts";
import { endpointIdsByHint, findEndpoint } from "../storage/endpoints.ts";
import { AppError } from "./app-error.ts";

/** One page of an endpoint's history. It outlives the endpoint's expiry. */
export async function pageOfRequests(
  env: Env,
  asking: Principal,
  endpointId: string,
  query: PageQuery,
  publicUrl: string,
): Promise<{ requests: CapturedRequest[]; total: number }> {
  const endpoint = canSee(asking, endpointId)
    ? await findEndpoint(env.DB, asking.accountId, endpointId)
    : null;
  if (!endpoint) throw new AppError("endpoint_not_found");
  const { requests, total } = await hubOf(env, endpointId).page(query);
  const shape = (stored: StoredRequest) => toCapturedRequest(stored, endpointId, publicUrl);
  return { requests: requests.map(shape), total };
}

/** One request of the account, its body inline where that is small enough. */
export async function findRequest(
  env: Env,
  asking: Principal,
  requestId: string,
  publicUrl: string,
): Promise<CapturedRequest> {
  const { endpointId, found } = await askHubs(env, asking, requestId, (hub) => hub.find(requestId));
  return toCapturedRequest(found, endpointId, publicUrl);
}

/** Which endpoint holds a request of the account. */
export async function endpointOfRequest(
  env: Env,
  asking: Principal,
  requestId: string,
): Promise<string> {
  const has = async (hub: Hub) => (await hub.has(requestId)) || null;
  return (await askHubs(env, asking, requestId, has)).endpointId;
}

/** The exact bytes of one request's body, and the type that its sender gave them. */
export async function findBody(
  env: Env,
  asking: Principal,
  requestId: string,
): Promise<{
  body: Uint8Array | ReadableStream<Uint8Array>;
  size: number;
  contentType: string | null;
}> {
  const find = (hub: Hub) => hub.findWithBody(requestId);
  const { endpointId, found } = await askHubs(env, asking, requestId, find);
  const { contentType } = toCapturedRequest({ ...found.request, body: null }, endpointId, "");
  return { body: found.body, size: found.request.size, contentType };
}

type Hub = ReturnType<typeof hubOf>;

/** Asks those hubs that may hold the request until one does; nearly always the first. */
async function askHubs<Found>(
  env: Env,
  asking: Principal,
  requestId: string,
  ask: (hub: Hub) => Promise<Found | null>,
): Promise<{ endpointId: string; found: Found }> {
  for (const endpointId of await candidates(env, asking, requestId)) {
    const found = await ask(hubOf(env, endpointId));
    if (found !== null) return { endpointId, found };
  }
  throw new AppError("request_not_found");
}

/** The endpoints that the id may belong to: nearly always one, which then is asked. */
async function candidates(env: Env, asking: Principal, requestId: string): Promise<string[]> {
  if (!isUuid(requestId)) throw new AppError("request_not_found");
  const ids = await endpointIdsByHint(env.DB, asking.accountId, endpointHint(requestId));
  return ids.filter((id) => canSee(asking, id));
}

/** Removes those of the requests that are the account's; says how many that were. */
export async function removeRequests(
  env: Env,
  asking: Principal,
  requestIds: readonly string[],
): Promise<number> {
  const byHint = Map.groupBy(requestIds, endpointHint);
  const counts = [...byHint].map(async ([hint, ids]) => {
    const endpointIds = await endpointIdsByHint(env.DB, asking.accountId, hint);
    const removals = endpointIds.map((endpointId) => hubOf(env, endpointId).remove(ids));
    return (await Promise.all(removals)).reduce((sum, count) => sum + count, 0);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
