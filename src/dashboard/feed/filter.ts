import type { CapturedRequest } from "../../protocol/captured-request.ts";

/** Which requests are shown; "" matches all. Times are ISO 8601. */
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

/** The filter as query parameters of GET /api/endpoints/:id/requests. */
export function toQuery({ q, method, since, until }: FeedFilter) {
  return {
    ...(q === "" ? {} : { q }),
    ...(method === "" ? {} : { method }),
    ...(since === "" ? {} : { since }),
    ...(until === "" ? {} : { until }),
  };
}

/**
 * Whether a newly arrived request matches, by the rules of the server's search (docs/api.md,
 * "Requests"). Text is searched in path and query, headers and body, ignoring the case of ASCII
 * letters. "unknown" if that depends on a body too large to come with the request.
 */
export function matches(request: CapturedRequest, filter: FeedFilter): boolean | "unknown" {
  const { q, method, since, until } = filter;
  const at = Date.parse(request.createdAt);
  const isInRange =
    (method === "" || request.method === method.toUpperCase()) &&
    (since === "" || at >= Date.parse(since)) &&
    (until === "" || at <= Date.parse(until));
  if (!isInRange || q === "") return isInRange;
  const text = lowerAscii(q);
  if (isInTarget(request, text) || isInHeaders(request, text)) return true;
  return request.bodyEncoding === "omitted" ? "unknown" : isInBody(request, text);
}

function isInTarget({ path, rawQuery }: CapturedRequest, text: string): boolean {
  return lowerAscii(`${path}?${rawQuery}`).includes(text);
}

/** The server searches the headers as JSON, in which a quotation mark is escaped. */
function isInHeaders({ rawHeaders, edgeHeaders = [] }: CapturedRequest, text: string): boolean {
  return lowerAscii(JSON.stringify([...rawHeaders, ...edgeHeaders])).includes(
    JSON.stringify(text).slice(1, -1),
  );
}

/** In a binary body, the text's bytes are searched. */
function isInBody({ body, bodyEncoding }: CapturedRequest, text: string): boolean {
  if (bodyEncoding === "utf8") return lowerAscii(body).includes(text);
  return lowerAscii(atob(body)).includes(bytesOf(text));
}

/** The UTF-8 bytes of a text, each as one character, as in the result of `atob`. */
function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
