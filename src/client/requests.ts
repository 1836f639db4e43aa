import type { RequestRow } from "../protocol/captured-request.ts";
import { MAX_PAGE_SIZE, type PageQuery } from "../protocol/page-query.ts";
import { ROUTES } from "../protocol/routes.ts";
import type { CallOptions, Send } from "./call.ts";

/** The query of `requests.all`. `limit` is the page size; it starts after the number `after`. */
export type AllQuery = Omit<PageQuery, "offset">;

/** Calls about the stored requests of an endpoint. */
export const requestCalls = (send: Send) => {
  const list = (endpointId: string, query: PageQuery = {}, options?: CallOptions) =>
    send(ROUTES.listRequests, { params: { id: endpointId }, query, ...options });

  return {
    /**
     * Lists one page: newest first with `offset`, or oldest first with `after`. `total` counts all
     * requests that match the filter: `q` (text), `method`, `since` and `until` (ISO 8601, inclusive).
     *
     * @throws HookNexusError `endpoint_not_found`, `invalid_parameter` (with `parameter`)
     * @example
     * const { requests, total } = await client.requests.list(endpointId, { method: "POST" });
     */
    list,

    /**
     * Iterates over all stored requests in order of arrival. Fetches the next page only when it is
     * needed, and ends when no more requests are stored at that moment.
     *
     * @throws HookNexusError the same codes as `list`
     * @example
     * for await (const request of client.requests.all(endpointId, { after: lastSeq })) {
     *   console.log(request.seq, request.body);
     * }
     */
    all: (endpointId: string, query: AllQuery = {}, options?: CallOptions) =>
      pages(
        (after) => list(endpointId, { limit: MAX_PAGE_SIZE, ...query, after }, options),
        query.after,
      ),

    /**
     * Gets one request. A body above 1 MiB is omitted (`body_encoding: "omitted"`); fetch it with
     * `body`.
     *
     * @throws HookNexusError `request_not_found`
     * @example
     * const { method, headers, body } = await client.requests.get(id);
     */
    get: (id: string, options?: CallOptions) =>
      send(ROUTES.getRequest, { params: { id }, ...options }),

    /**
     * Fetches the exact bytes of a body, as a stream or all at once.
     *
     * @throws HookNexusError `request_not_found`
     * @example
     * const { contentType, bytes } = await client.requests.body(id);
     * const exact = await bytes();
     */
    body: (id: string, options?: CallOptions) =>
      send(ROUTES.getRequestBody, { params: { id }, ...options }),

    /**
     * Deletes one request.
     *
     * @throws HookNexusError `request_not_found`
     * @example
     * await client.requests.delete(id);
     */
    delete: (id: string, options?: CallOptions) =>
      send(ROUTES.deleteRequest, { params: { id }, ...options }),

    /**
     * Deletes up to 1,000 requests. Unknown ids are ignored and not counted.
     *
     * @example
     * const { deleted } = await client.requests.deleteMany([firstId, secondId]);
     */
    deleteMany: (ids: readonly string[], options?: CallOptions) =>
      send(ROUTES.deleteRequests, { body: { ids: [...ids] }, ...options }),
  };
};

/** The calls of `client.requests`. */
export type RequestCalls = ReturnType<typeof requestCalls>;

/** Continues until a page is empty. A short page is not the end: a server may lower the limit. */
async function* pages(
  next: (after: number) => Promise<{ requests: RequestRow[] }>,
  after = 0,
): AsyncGenerator<RequestRow, void, undefined> {
  let { requests } = await next(after);
  for (let last = requests.at(-1); last !== undefined; last = requests.at(-1)) {
    yield* requests;
    ({ requests } = await next(last.seq));
  }
}
