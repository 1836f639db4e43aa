import type {
  AnswerSettings,
  Handshake,
  ResponseSettings,
} from "../../protocol/response-settings.ts";
import type { IncomingRequest } from "../hub/contract/requests.ts";
import type { Captured } from "../hub/contract/results.ts";
import { SANDBOX_HEADERS, sandboxHeaders, withSandboxHeaders } from "./sandbox-headers.ts";

/** A challenge is a token of a few hundred characters. Anything longer is not one. */
const MAX_CHALLENGE_CHARACTERS = 4_096;

type Incoming = Pick<IncomingRequest, "method" | "rawQuery" | "body">;

/** The response to the sender of a stored request: the default or the owner's custom response. */
export function senderResponse(
  captured: Captured,
  incoming: Incoming,
  request: Request,
): Response | Promise<Response> {
  const { answer } = captured;
  return answer
    ? customResponse(answer, captured, incoming, request)
    : defaultResponse(captured, request);
}

async function customResponse(
  { handshakes, response }: AnswerSettings,
  captured: Captured,
  incoming: Incoming,
  request: Request,
): Promise<Response> {
  const challenge = findChallenge(handshakes, incoming);
  if (challenge !== null) {
    return withSandboxHeaders(new Response(challenge, { headers: PLAIN_TEXT }), request);
  }
  if (!response) return defaultResponse(captured, request);
  return withSandboxHeaders(await toResponse(response), request);
}

const DEFAULT_FIELDS = { "content-type": "application/json", "cache-control": "no-store" };

/** Created once: copying headers costs half as much as creating them from names and values. */
const DEFAULT_HEADERS = new Headers({ ...DEFAULT_FIELDS, ...SANDBOX_HEADERS });

function defaultResponse({ id, timestamp }: Captured, request: Request): Response {
  const isPreflight = request.method === "OPTIONS";
  const headers = isPreflight ? { ...DEFAULT_FIELDS, ...sandboxHeaders(request) } : DEFAULT_HEADERS;
  // Neither an id nor a number needs escaping in JSON.
  return new Response(`{"received":true,"id":"${id}","timestamp":${timestamp}}`, { headers });
}

/** A challenge is text from a stranger, so it must not be served as HTML. */
const PLAIN_TEXT = { "content-type": "text/plain; charset=utf-8" };

async function toResponse(settings: ResponseSettings): Promise<Response> {
  const { status, headers, body, delayMs } = settings;
  if (delayMs > 0) await scheduler.wait(delayMs);
  const content = body === "" ? null : body;
  return new Response(content, { status, headers: { ...PLAIN_TEXT, ...headers } });
}

const CHALLENGES: Record<Handshake, (incoming: Incoming) => unknown> = {
  // https://docs.slack.dev/reference/events/url_verification
  slack: ({ method, body }) => {
    const event = method === "POST" ? parseObject(body) : {};
    return event["type"] === "url_verification" ? event["challenge"] : null;
  },
  // https://developers.facebook.com/docs/graph-api/webhooks/getting-started
  meta: ({ method, rawQuery }) => {
    const query = new URLSearchParams(rawQuery);
    const isHandshake = method === "GET" && query.get("hub.mode") === "subscribe";
    return isHandshake ? query.get("hub.challenge") : null;
  },
  // https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
  "microsoft-graph": ({ method, rawQuery }) =>
    method === "POST" ? new URLSearchParams(rawQuery).get("validationToken") : null,
};

/** The challenge to echo; null if the request is not a handshake of one of these providers. */
function findChallenge(handshakes: readonly Handshake[], incoming: Incoming): string | null {
  for (const handshake of handshakes) {
    const challenge = CHALLENGES[handshake](incoming);
    const isChallenge = typeof challenge === "string" && challenge !== "";
    if (isChallenge && challenge.length <= MAX_CHALLENGE_CHARACTERS) return challenge;
  }
  return null;
}

/** Parses a small body as a JSON object. Returns `{}` if it is not one. */
function parseObject(body: Uint8Array): Record<string, unknown> {
  if (body.length > 2 * MAX_CHALLENGE_CHARACTERS) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
