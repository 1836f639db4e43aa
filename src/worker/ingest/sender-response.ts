import type {
  AnswerSettings,
  Handshake,
  ResponseSettings,
} from "../../protocol/response-settings.ts";
import type { Captured, IncomingRequest } from "../hub/stub.ts";
import { harmless, HARMLESS_HEADERS, harmlessHeaders } from "./sandbox-headers.ts";

/** Challenges are tokens of some hundred characters. What is longer is no challenge. */
const MAX_CHALLENGE_CHARACTERS = 4_096;

type Sent = Pick<IncomingRequest, "method" | "rawQuery" | "body">;

/** Answers a sender whose request is stored: by default, or as the endpoint's owner wants it. */
export function answerSender(
  captured: Captured,
  sent: Sent,
  request: Request,
): Response | Promise<Response> {
  const { answer } = captured;
  return answer ? answerAsSet(answer, captured, sent, request) : received(captured, request);
}

async function answerAsSet(
  { handshakes, response }: AnswerSettings,
  captured: Captured,
  sent: Sent,
  request: Request,
): Promise<Response> {
  const challenge = challengeOf(handshakes, sent);
  if (challenge !== null)
    return harmless(new Response(challenge, { headers: PLAIN_TEXT }), request);
  if (!response) return received(captured, request);
  return harmless(await asSet(response), request);
}

const RECEIVED = { "content-type": "application/json", "cache-control": "no-store" };

/** Made once: to copy headers costs half of making them from names and values each time. */
const DEFAULT_HEADERS = new Headers({ ...RECEIVED, ...HARMLESS_HEADERS });

function received({ id, timestamp }: Captured, request: Request): Response {
  const isPreflight = request.method === "OPTIONS";
  const headers = isPreflight ? { ...RECEIVED, ...harmlessHeaders(request) } : DEFAULT_HEADERS;
  // Neither an id nor a number holds anything that JSON would escape.
  return new Response(`{"received":true,"id":"${id}","timestamp":${timestamp}}`, { headers });
}

/** Never as HTML: a challenge is what a stranger sent. */
const PLAIN_TEXT = { "content-type": "text/plain; charset=utf-8" };

async function asSet({ status, headers, body, delayMs }: ResponseSettings): Promise<Response> {
  if (delayMs > 0) await scheduler.wait(delayMs);
  const content = body === "" ? null : body;
  return new Response(content, { status, headers: { ...PLAIN_TEXT, ...headers } });
}

const CHALLENGES: Record<Handshake, (sent: Sent) => unknown> = {
  // https://docs.slack.dev/reference/events/url_verification
  slack: ({ method, body }) => {
    const event = method === "POST" ? parseObject(body) : {};
    return event["type"] === "url_verification" ? event["challenge"] : null;
  },
  // https://developers.facebook.com/docs/graph-api/webhooks/getting-started
  meta: ({ method, rawQuery }) => {
    const query = new URLSearchParams(rawQuery);
    const isCheck = method === "GET" && query.get("hub.mode") === "subscribe";
    return isCheck ? query.get("hub.challenge") : null;
  },
  // https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
  "microsoft-graph": ({ method, rawQuery }) =>
    method === "POST" ? new URLSearchParams(rawQuery).get("validationToken") : null,
};

/** What the sender wants to read, where this is a check of one of these providers. */
function challengeOf(handshakes: readonly Handshake[], sent: Sent): string | null {
  for (const handshake of handshakes) {
    const challenge = CHALLENGES[handshake](sent);
    const isOne = typeof challenge === "string" && challenge !== "";
    if (isOne && challenge.length <= MAX_CHALLENGE_CHARACTERS) return challenge;
  }
  return null;
}

/** A small body as a JSON object; empty where it is none. */
function parseObject(body: Uint8Array): Record<string, unknown> {
  if (body.length > 2 * MAX_CHALLENGE_CHARACTERS) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
