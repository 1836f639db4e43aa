import { MAX_INLINE_BODY_BYTES, type RequestRow } from "../protocol/captured-request.ts";
import { MAX_PAGE_SIZE, type PageQuery } from "../protocol/page-query.ts";
import type { RequestPage } from "../protocol/replies.ts";
import { ROUTES } from "../protocol/routes.ts";
import type { CallOptions, Send } from "./call.ts";
import { untilFree } from "./until-free.ts";

/** The query of `requests.all`. `limit` is the page size; it starts after the number `after`. */
export type AllQuery = Omit<PageQuery, "offset" | "cursor">;

/** Calls about the stored requests of an endpoint. */
export const requestCalls = (send: Send) => {
  const list = (endpointId: string, query: PageQuery = {}, options?: CallOptions) =>
    send(ROUTES.listRequests, { params: { id: endpointId }, query, ...options });

  return {
    /**
     * Lists one page: newest first with `offset`, or oldest first with `after`. `total` counts all
     * requests that match the filter: `q` (text), `method`, `since` and `until` (ISO 8601, inclusive).
     *
     * A search reads at most 1 GiB per call. If more is stored, `total` is null. If more requests may
     * match, `next` continues the search: pass it as `cursor`, with the same filter. A page can be
     * empty and still have `next`. A body that does not fit on the page is `omitted`.
     *
     * @throws HookNexusError `endpoint_not_found`, `invalid_parameter` (with `parameter`), and
     *   `search_busy` while another search of this endpoint is running: repeat the call after
     *   `retryAfterMs`
     * @example
     * const query = { q: "invoice_42" };
     * let page = await client.requests.list(endpointId, query);
     * while (page.requests.length === 0 && page.next !== undefined) {
     *   page = await client.requests.list(endpointId, { ...query, cursor: page.next });
     * }
     */
    list,

    /**
     * Iterates over all stored requests in order of arrival. Fetches the next page only when it is
     * needed, and ends when no more requests are stored at that moment. Bodies up to 1 MiB are always
     * included. If another search of this endpoint is running, it waits.
     *
     * @throws HookNexusError the same codes as `list`
     * @example
     * for await (const request of client.requests.all(endpointId, { after: lastSeq })) {
     *   console.log(request.seq, request.body);
     * }
     */
    all: (endpointId: string, query: AllQuery = {}, options?: CallOptions) =>
      pages(
        (place) =>
          untilFree(
            () => list(endpointId, { limit: MAX_PAGE_SIZE, ...query, ...place }, options),
            options?.signal,
          ),
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

/** Where a page begins: after a request, or where a search stopped. */
type Place = { after: number; cursor?: string };

/** Continues until a page is empty. A short page is not the end: a server may lower the limit. */
async function* pages(
  load: (place: Place) => Promise<RequestPage>,
  after = 0,
): AsyncGenerator<RequestRow, void, undefined> {
  for (let place: Place = { after }; ;) {
    const { requests, next } = await load(place);
    const whole = withInlineBodies(requests);
    yield* whole;
    const last = whole.at(-1);
    // A cursor belongs to the `after` with which its search began.
    if (next !== undefined && whole.length === requests.length) place = { ...place, cursor: next };
    else if (last !== undefined) place = { after: last.seq };
    else return;
  }
}

/**
 * The requests before the first one whose body did not fit on the page. The next page begins with
 * that one and has its body.
 */
export function withInlineBodies(page: RequestRow[]): RequestRow[] {
  const isCut = ({ body_encoding: encoding, size }: RequestRow) =>
    encoding === "omitted" && size <= MAX_INLINE_BODY_BYTES;
  const end = page.findIndex((row, index) => index > 0 && isCut(row));
  return end === -1 ? page : page.slice(0, end);
}
