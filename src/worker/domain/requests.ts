import type { CapturedRequest, StoredRequest } from "../../protocol/captured-request.ts";
import { toCapturedRequest } from "../../protocol/captured-request.ts";
import { endpointHint, isUuid } from "../../protocol/ids.ts";
import type { Env } from "../env.ts";
import type { PageQuery, RequestPage } from "../hub/contract/requests.ts";
import type { FoundBody } from "../hub/contract/results.ts";
import { PREVIOUS_VERSION } from "../hub/contract/version.ts";
import { callHub, type HubStub } from "../hub/stub.ts";
import { canSee, type Principal } from "../storage/principals.ts";
import { endpointIdsByHint, findEndpoint } from "../storage/endpoints.ts";
import { AppError } from "./app-error.ts";
import { toCursor } from "./search-cursor.ts";

/** A page of an endpoint's history. */
interface Page {
  requests: CapturedRequest[];
  /** See `RequestPage`. */
  total: number | null;
  next?: string;
  progress?: { readBytes: number; storedBytes: number };
}

/** One page of an endpoint's history, which is kept after the endpoint expires. */
export async function pageOfRequests(
  env: Env,
  principal: Principal,
  endpointId: string,
  query: PageQuery,
  publicUrl: string,
): Promise<Page> {
  const endpoint = canSee(principal, endpointId)
    ? await findEndpoint(env.DB, principal.accountId, endpointId)
    : null;
  if (!endpoint) throw new AppError("endpoint_not_found");
  const page = await callHub<RequestPage>(env, endpointId, (hub, version) =>
    hub.page(version === PREVIOUS_VERSION ? withoutPosition(query) : query, version),
  );
  if (page.refused) throw new AppError(page.refused);
  const shape = (stored: StoredRequest) => toCapturedRequest(stored, endpointId, publicUrl);
  const shaped = { requests: page.requests.map(shape), total: page.total };
  if (!page.next) return shaped;
  const { readBytes } = page.next;
  const next = await toCursor(endpointId, query, page.next);
  // Requests that were deleted meanwhile count as read.
  const storedBytes = Math.max(readBytes, page.storedBytes ?? 0);
  return { ...shaped, next, progress: { readBytes, storedBytes } };
}

/** A hub of version 1 does not know positions, and reads everything in each call. */
function withoutPosition({ position, ...query }: PageQuery): PageQuery {
  if (!position) return query;
  if ("after" in query) return { ...query, after: position.at };
  return { ...query, offset: position.seen + position.skip };
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
