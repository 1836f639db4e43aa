import type { CapturedRequest, StoredRequest } from "../../protocol/captured-request.ts";
import { toCapturedRequest } from "../../protocol/captured-request.ts";
import { endpointHint, isUuid } from "../../protocol/ids.ts";
import type { Env } from "../env.ts";
import type { PageQuery } from "../hub/contract/requests.ts";
import type { FoundBody } from "../hub/contract/results.ts";
import { callHub, type HubStub } from "../hub/stub.ts";
import { canSee, type Principal } from "../storage/principals.ts";
import { endpointIdsByHint, findEndpoint } from "../storage/endpoints.ts";
import { AppError } from "./app-error.ts";

/** One page of an endpoint's history, which is kept after the endpoint expires. */
export async function pageOfRequests(
  env: Env,
  principal: Principal,
  endpointId: string,
  query: PageQuery,
  publicUrl: string,
): Promise<{ requests: CapturedRequest[]; total: number }> {
  const endpoint = canSee(principal, endpointId)
    ? await findEndpoint(env.DB, principal.accountId, endpointId)
    : null;
  if (!endpoint) throw new AppError("endpoint_not_found");
  const { requests, total } = await callHub(env, endpointId, (hub, version) =>
    hub.page(query, version),
  );
  const shape = (stored: StoredRequest) => toCapturedRequest(stored, endpointId, publicUrl);
  return { requests: requests.map(shape), total };
}

/** One request of the account. Its body is included if it is below the inline limit. */
export async function findRequest(
  env: Env,
  principal: Principal,
  requestId: string,
  publicUrl: string,
): Promise<CapturedRequest> {
  const { endpointId, found } = await askHubs(env, principal, requestId, (hub, version) =>
    hub.find(requestId, version),
  );
  return toCapturedRequest(found, endpointId, publicUrl);
}

/** The id of the endpoint that holds a request of the account. */
export async function endpointOfRequest(
  env: Env,
  principal: Principal,
  requestId: string,
): Promise<string> {
  const has: Ask<true> = async (hub, version) => (await hub.has(requestId, version)) || null;
  return (await askHubs(env, principal, requestId, has)).endpointId;
}

/** The exact bytes of a request's body, and the content type that its sender declared. */
export async function findBody(
  env: Env,
  principal: Principal,
  requestId: string,
): Promise<{
  body: Uint8Array | ReadableStream<Uint8Array>;
  size: number;
  contentType: string | null;
}> {
  const find: Ask<FoundBody> = (hub, version) => hub.findWithBody(requestId, version);
  const { endpointId, found } = await askHubs(env, principal, requestId, find);
  const { contentType } = toCapturedRequest({ ...found.request, body: null }, endpointId, "");
  return { body: found.body, size: found.request.size, contentType };
}

type Ask<Found> = (hub: HubStub, version: number) => Promise<Found | null>;

/** Asks the hubs that may hold the request, one by one. Nearly always, the first one does. */
async function askHubs<Found>(
  env: Env,
  principal: Principal,
  requestId: string,
  ask: Ask<Found>,
): Promise<{ endpointId: string; found: Found }> {
  for (const endpointId of await candidates(env, principal, requestId)) {
    const found = await callHub(env, endpointId, ask);
    if (found !== null) return { endpointId, found };
  }
  throw new AppError("request_not_found");
}

/** The endpoints that match the hint in the request's id. Nearly always, there is only one. */
async function candidates(env: Env, principal: Principal, requestId: string): Promise<string[]> {
  if (!isUuid(requestId)) throw new AppError("request_not_found");
  const ids = await endpointIdsByHint(env.DB, principal.accountId, endpointHint(requestId));
  return ids.filter((id) => canSee(principal, id));
}

/** Removes those requests that belong to the account. Resolves to how many were removed. */
export async function removeRequests(
  env: Env,
  principal: Principal,
  requestIds: readonly string[],
): Promise<number> {
  const byHint = Map.groupBy(requestIds, endpointHint);
  const counts = [...byHint].map(async ([hint, ids]) => {
    const endpointIds = await endpointIdsByHint(env.DB, principal.accountId, hint);
    const removals = endpointIds.map((endpointId) =>
      callHub(env, endpointId, (hub, version) => hub.remove(ids, version)),
    );
    return (await Promise.all(removals)).reduce((sum, count) => sum + count, 0);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
