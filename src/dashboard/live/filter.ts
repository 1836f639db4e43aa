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
 * in either case. "unknown": the body that decides it is too large to be here.
 */
export function matches(request: CapturedRequest, filter: FeedFilter): boolean | "unknown" {
  const { q, method, since, until } = filter;
  const at = Date.parse(request.createdAt);
  const isInRange =
    (method === "" || request.method === method.toUpperCase()) &&
    (since === "" || at >= Date.parse(since)) &&
    (until === "" || at <= Date.parse(until));
  if (!isInRange || q === "") return isInRange;
  const sought = lowerAscii(q);
  if (isInAddress(request, sought) || isInHeaders(request, sought)) return true;
  return request.bodyEncoding === "omitted" ? "unknown" : isInBody(request, sought);
}

function isInAddress({ path, rawQuery }: CapturedRequest, sought: string): boolean {
  return lowerAscii(`${path}?${rawQuery}`).includes(sought);
}

/** The server seeks in them as JSON, where a quotation mark has a backslash before it. */
function isInHeaders({ rawHeaders }: CapturedRequest, sought: string): boolean {
  return lowerAscii(JSON.stringify(rawHeaders)).includes(JSON.stringify(sought).slice(1, -1));
}

/** A text within a binary body is sought by its bytes. */
function isInBody({ body, bodyEncoding }: CapturedRequest, sought: string): boolean {
  if (bodyEncoding === "utf8") return lowerAscii(body).includes(sought);
  return lowerAscii(atob(body)).includes(bytesOf(sought));
}

/** The bytes of a text in UTF-8, each as one character, as `atob` gives them. */
function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
