import * as z from "zod/mini";

export const MAX_HEADERS = 20;
const MAX_HEADER_CHARACTERS = 1_024;
export const MAX_BODY_CHARACTERS = 64 * 1_024;

/** Senders give up after some ten seconds: GitHub and Shopify do, Slack after three. */
export const MAX_DELAY_MS = 10_000;

/** RFC 9110 15.3.5, 15.3.6 and 15.4.5: these have no body. */
const STATUSES_WITHOUT_BODY = new Set([204, 205, 304]);

/*
 * What an owner may set is a list, not everything but a list: a browser takes a header such as
 * Set-Cookie, Clear-Site-Data, Strict-Transport-Security or Alt-Svc for the whole origin, which
 * is the dashboard's too, and the next one is invented tomorrow. Location is not on it: a link to
 * this host, which people trust, must not lead elsewhere.
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
/** A page anywhere in the origin could load what has one of these types as a script or a style. */
const CODE_TYPE = /script|ecma|css|wasm|manifest/i;

/** What is wrong with a header that an owner sets, or null. */
function problemOf(name: string, value: string): string | null {
  const known = ALLOWED_NAMES.has(name) || ALLOWED_PREFIXES.some((start) => name.startsWith(start));
  if (!HEADER_NAME.test(name)) return "is not a header name in lower case";
  if (!known || BROWSERS_OWN_NAMES.has(name)) return "is no header that a response may set";
  if (!HEADER_VALUE.test(value)) return "must be printable ASCII";
  if (value.length > MAX_HEADER_CHARACTERS) return `is longer than ${MAX_HEADER_CHARACTERS}`;
  if (name === "content-type" && CODE_TYPE.test(value)) return "must not be a type of code";
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

/** What senders get in place of the default reply, once their request is stored. */
export const responseSettings = z
  .strictObject({
    status: z.prefault(z.int().check(z.minimum(200), z.maximum(599)), 200),
    /** Names in lower case. */
    headers: z.prefault(headers, {}),
    /** Text; no body with 204, 205 and 304. */
    body: z.prefault(z.string().check(z.maxLength(MAX_BODY_CHARACTERS)), ""),
    /** Milliseconds between storing and answering. */
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
 * Checks that a provider makes before it sends webhooks, to be answered as it demands: Slack's
 * `url_verification`, Meta's `hub.challenge`, Microsoft Graph's `validationToken`.
 */
export const handshake = z.enum(["slack", "meta", "microsoft-graph"]);
export type Handshake = z.infer<typeof handshake>;

/** What a hub tells of how its endpoint's senders are answered; null: as by default. */
export const answerSettings = z.object({
  response: z.nullable(responseSettings),
  handshakes: z.array(handshake),
});
export type AnswerSettings = z.infer<typeof answerSettings>;
