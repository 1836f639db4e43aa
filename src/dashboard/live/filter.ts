import type { CapturedRequest } from "../../protocol/captured-request.ts";

/** Which requests are shown; "" lets all through. Times are ISO 8601. */
export interface FeedFilter {
  readonly q: string;
  readonly method: string;
  readonly since: string;
  readonly until: string;
}

export const NO_FILTER: FeedFilter = { q: "", method: "", since: "", until: "" };

export function isFiltering(filter: FeedFilter): boolean {
  return Object.values(filter).some((part) => part !== "");
}

export function isSameFilter(a: FeedFilter, b: FeedFilter): boolean {
  return a.q === b.q && a.method === b.method && a.since === b.since && a.until === b.until;
}

/** The filter as GET /api/endpoints/:id/requests takes it. */
export function toQuery({ q, method, since, until }: FeedFilter) {
  return {
    ...(q === "" ? {} : { q }),
    ...(method === "" ? {} : { method }),
    ...(since === "" ? {} : { since }),
    ...(until === "" ? {} : { until }),
  };
}

/**
 * Whether a request that has just arrived is shown: what the server's own search would say of it
 * (docs/api.md, "Requests"). Text is sought in path and query, headers and body; ASCII letters match
 * in either case.
 */
export function matches(request: CapturedRequest, filter: FeedFilter): boolean {
  const { q, method, since, until } = filter;
  const at = Date.parse(request.createdAt);
  return (
    (method === "" || request.method === method.toUpperCase()) &&
    (since === "" || at >= Date.parse(since)) &&
    (until === "" || at <= Date.parse(until)) &&
    (q === "" || contains(request, lowerAscii(q)))
  );
}

function contains(request: CapturedRequest, sought: string): boolean {
  const address = `${request.path}?${request.rawQuery}`;
  const headers = JSON.stringify(request.rawHeaders);
  return (
    lowerAscii(address).includes(sought) ||
    lowerAscii(headers).includes(JSON.stringify(sought).slice(1, -1)) ||
    (request.bodyEncoding === "utf8" && lowerAscii(request.body).includes(sought))
  );
}

function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
