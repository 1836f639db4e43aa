import * as z from "zod/mini";
import { SECOND_MS } from "./time-units.ts";

export const MAX_HEADERS = 20;
const MAX_HEADER_CHARACTERS = 1_024;
export const MAX_BODY_CHARACTERS = 64 * 1_024;

/** Most senders time out after about ten seconds (GitHub, Shopify), Slack after three. */
export const MAX_DELAY_MS = 10 * SECOND_MS;

/** RFC 9110 15.3.5, 15.3.6 and 15.4.5: these have no body. */
const STATUSES_WITHOUT_BODY = new Set([204, 205, 304]);

/*
 * An allow list, not a block list: browsers apply a header such as Set-Cookie, Clear-Site-Data,
 * Strict-Transport-Security or Alt-Svc to the whole origin, which is also the dashboard's, and new
 * ones are invented. Location is not allowed: a link to this host, which people trust, must not
 * redirect elsewhere.
 */
const ALLOWED_NAMES = new Set([
  "content-type",
  "content-language",
  "cache-control",
  "etag",
  "last-modified",
  "retry-after",
]);
const ALLOWED_PREFIXES = ["x-", "webhook-", "ratelimit-"];
/** Names with an allowed prefix that browsers act on. */
const BROWSERS_OWN_NAMES = new Set([
  "x-content-type-options",
  "x-dns-prefetch-control",
  "x-frame-options",
  "x-permitted-cross-domain-policies",
  "x-sourcemap",
  "x-ua-compatible",
  "x-xss-protection",
]);

/** RFC 9110 5.6.2: a token, in lower case. */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
/** RFC 9110 5.5, in ASCII: no control character, so no second header. */
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;
/** Any page of this origin could load a body of these types as a script or a style sheet. */
const CODE_TYPE = /script|ecma|css|wasm|manifest/i;

/** The problem with a header that an owner sets, or null. */
function problemOf(name: string, value: string): string | null {
  const known = ALLOWED_NAMES.has(name) || ALLOWED_PREFIXES.some((start) => name.startsWith(start));
  if (!HEADER_NAME.test(name)) return "is not a header name in lower case";
  if (!known || BROWSERS_OWN_NAMES.has(name)) return "is not a header that a response can set";
  if (!HEADER_VALUE.test(value)) return "must be printable ASCII";
  if (value.length > MAX_HEADER_CHARACTERS)
    return `is longer than ${MAX_HEADER_CHARACTERS} characters`;
  if (name === "content-type" && CODE_TYPE.test(value))
    return "must not be a script, style or manifest type";
  return null;
}

const headers = z.record(z.string(), z.string()).check(
  z.check(({ value, issues }) => {
    const entries = Object.entries(value);
    if (entries.length > MAX_HEADERS) {
      issues.push({ code: "custom", input: value, message: `at most ${MAX_HEADERS} headers` });
    }
    for (const [name, text] of entries) {
      const message = problemOf(name, text);
      if (message) issues.push({ code: "custom", input: text, path: [name], message });
    }
  }),
);

/** The custom response to senders. It replaces the default reply once their request is stored. */
export const responseSettings = z
  .strictObject({
    status: z.prefault(z.int().check(z.minimum(200), z.maximum(599)), 200),
    /** Names in lower case. */
    headers: z.prefault(headers, {}),
    /** Text. Must be empty with 204, 205 and 304. */
    body: z.prefault(z.string().check(z.maxLength(MAX_BODY_CHARACTERS)), ""),
    /** Milliseconds to wait between storing the request and responding. */
    delayMs: z.prefault(z.int().check(z.minimum(0), z.maximum(MAX_DELAY_MS)), 0),
  })
  .check(
    z.refine(({ status, body }) => body === "" || !STATUSES_WITHOUT_BODY.has(status), {
      error: "a response with this status has no body",
      path: ["body"],
    }),
  );
export type ResponseSettings = z.infer<typeof responseSettings>;

/**
 * Providers that verify a URL before they send webhooks to it: Slack with `url_verification`, Meta
 * with `hub.challenge`, Microsoft Graph with `validationToken`.
 */
export const handshake = z.enum(["slack", "meta", "microsoft-graph"]);
export type Handshake = z.infer<typeof handshake>;

/** How a hub responds to the senders of its endpoint. A null `response` is the default reply. */
export const answerSettings = z.object({
  response: z.nullable(responseSettings),
  handshakes: z.array(handshake),
});
export type AnswerSettings = z.infer<typeof answerSettings>;
