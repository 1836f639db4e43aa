import type { RequestRow } from "../protocol/captured-request.ts";
import { MAX_PAGE_REQUESTS, type PageQuery } from "../protocol/page-query.ts";
import { ROUTES } from "../protocol/routes.ts";
import type { CallOptions, Send } from "./call.ts";

/** What `requests.all` takes: `limit` is how many one call fetches, `after` where it begins. */
export type AllQuery = Omit<PageQuery, "offset">;

/** Requests: what an endpoint has captured and still keeps. */
export const requestCalls = (send: Send) => {
  const list = (endpointId: string, query: PageQuery = {}, options?: CallOptions) =>
    send(ROUTES.listRequests, { params: { id: endpointId }, query, ...options });

  return {
    /**
     * One page: newest first by `offset`, or forward in order of arrival by `after`. `total`
     * counts what the filter (`q`, `method`, `since`, `until`) lets through.
     *
     * @throws HookNexusError `endpoint_not_found`, `invalid_parameter` (with `parameter`)
     * @example
     * const { requests, total } = await client.requests.list(endpointId, { method: "POST" });
     */
    list,

    /**
     * Everything there is, in order of arrival, a page at a time: a consumer that stops asking
     * stops the paging. It ends where nothing more is stored at that moment.
     *
     * @throws HookNexusError as `list`
     * @example
     * for await (const request of client.requests.all(endpointId, { after: lastSeq })) {
     *   console.log(request.seq, request.body);
     * }
     */
    all: (endpointId: string, query: AllQuery = {}, options?: CallOptions) =>
      pages(
        (after) => list(endpointId, { limit: MAX_PAGE_REQUESTS, ...query, after }, options),
        query.after,
      ),

    /**
     * Shows one request. A body above 1 MiB is left out (`body_encoding: "omitted"`): `body`
     * fetches it.
     *
     * @throws HookNexusError `request_not_found`
     * @example
     * const { method, headers, body } = await client.requests.get(id);
     */
    get: (id: string, options?: CallOptions) =>
      send(ROUTES.getRequest, { params: { id }, ...options }),

    /**
     * Fetches the exact bytes of a body, as a stream or, where asked, whole.
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
     * Deletes up to 1,000 requests; those that are not there are not counted.
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

/** Goes on until a page is empty: one that is merely short may be what a newer limit allows. */
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
