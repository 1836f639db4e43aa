import { MAX_INLINE_BODY_BYTES, type Pairs } from "../../protocol/captured-request.ts";
import { withoutOurCookies } from "../auth/cookies.ts";
import { AppError } from "../domain/app-error.ts";
import { configureHub } from "../domain/hub-settings.ts";
import { endpointIdsOf } from "../domain/endpoint-id.ts";
import type { Env } from "../env.ts";
import { hubOf, type CaptureResult, type IncomingRequest } from "../hub/stub.ts";
import { errorReply } from "./error-reply.ts";
import { readBounded } from "./read-bounded.ts";

/** The first segment of every address that takes webhooks. */
export const INGEST_PREFIX = "/h/";

/** So that the sender of any body that the edge lets through sees our reply. */
const MAX_DRAINED_BYTES = 100 * 1024 * 1024;

/*
 * What /h answers comes from our own origin and repeats nothing of the sender's, and yet: no
 * browser may take it for a page of ours, nor sniff a script out of it.
 */
const HEADERS = {
  "access-control-allow-origin": "*",
  "cache-control": "no-store",
  "content-security-policy": "sandbox",
  "x-content-type-options": "nosniff",
};

/**
 * ANY /h/:endpointId and below: takes a webhook in. The reply is sent once it is stored.
 *
 * It stands beside the router, not in it: this is the hot path, and there is nothing on it but
 * the id's check, the body and one call to the endpoint's hub.
 */
export async function ingest(request: Request, env: Env): Promise<Response> {
  const headers = { ...HEADERS, ...preflightHeaders(request) };
  try {
    const { id, timestamp } = await capture(request, env);
    return Response.json({ received: true, id, timestamp }, { headers });
  } catch (error) {
    const reply = errorReply(error, crypto.randomUUID());
    for (const [name, value] of Object.entries(headers)) reply.headers.set(name, value);
    return reply;
  }
}

async function capture(request: Request, env: Env): Promise<{ id: string; timestamp: number }> {
  const url = new URL(request.url);
  const endpointId = url.pathname.slice(INGEST_PREFIX.length).split("/", 1)[0] ?? "";
  if (!(await endpointIdsOf(env).isOurs(endpointId))) throw new AppError("endpoint_not_found");
  const maxBytes = await bodyLimit(request, env, endpointId);
  const { bytes, size } = await readBounded(request, maxBytes, MAX_DRAINED_BYTES);
  const result = await captureAtHub(env, endpointId, toIncoming(request, url, bytes), size);
  if (result.ok) return result;
  if (result.reason === "payload_too_large") {
    const { maxSize } = result;
    throw new AppError("payload_too_large", { maxSize, actualSize: size });
  }
  if (result.reason === "daily_limit") {
    const { limit, resetAt } = result;
    throw new AppError("daily_limit", { limit, resetAt: new Date(resetAt).toISOString() });
  }
  throw new AppError(result.reason === "unconfigured" ? "unavailable" : result.reason);
}

async function captureAtHub(
  env: Env,
  endpointId: string,
  incoming: IncomingRequest,
  size: number,
): Promise<CaptureResult> {
  const hub = hubOf(env, endpointId);
  const result = await hub.capture(incoming, size);
  if (result.ok || result.reason !== "unconfigured") return result;
  const outcome = await configureHub(env, endpointId, Date.now());
  if (outcome === "unknown") return { ok: false, reason: "endpoint_not_found" };
  return hub.capture(incoming, size);
}

function toIncoming(request: Request, url: URL, body: Uint8Array): IncomingRequest {
  return {
    method: request.method,
    path: url.pathname,
    rawQuery: url.search.slice(1),
    headersJson: JSON.stringify(headerPairs(request.headers)),
    ip: request.headers.get("cf-connecting-ip"),
    body,
  };
}

/** The headers as delivered, without the dashboard's cookies: those are credentials of ours. */
function headerPairs(headers: Headers): Pairs {
  const kept: Pairs = [];
  for (const [name, value] of headers) {
    const shown = name === "cookie" ? withoutOurCookies(value) : value;
    if (shown !== null) kept.push([name, shown]);
  }
  return kept;
}

/**
 * How much of a body to read: what is small is read and then offered to the hub. For what is not,
 * or does not say, the hub is asked first: only it knows the plan, and a stranger must not make
 * us hold 25 MiB for an endpoint that takes 64 KiB, or nothing at all.
 */
async function bodyLimit(request: Request, env: Env, endpointId: string): Promise<number> {
  const declared = request.headers.get("content-length");
  const isSmall = declared !== null && Number(declared) <= MAX_INLINE_BODY_BYTES;
  if (isSmall || request.body === null) return MAX_INLINE_BODY_BYTES;
  return hubOf(env, endpointId).bodyLimit();
}

/** A page anywhere may send webhooks: whatever it asks leave for, it gets. */
function preflightHeaders({ headers }: Request): Record<string, string> {
  const method = headers.get("access-control-request-method");
  if (method === null) return {};
  return {
    "access-control-allow-methods": method,
    "access-control-allow-headers": headers.get("access-control-request-headers") ?? "*",
    "access-control-max-age": "7200",
  };
}
