import { MAX_INLINE_BODY_BYTES, type Pairs } from "../../protocol/captured-request.ts";
import { withoutOurCookies } from "../auth/cookies.ts";
import { AppError } from "../domain/app-error.ts";
import { configureHub } from "../domain/hub-settings.ts";
import { endpointIdsOf } from "../domain/endpoint-id.ts";
import type { Env } from "../env.ts";
import {
  hubOf,
  type CaptureRefusal,
  type CaptureResult,
  type IncomingRequest,
} from "../hub/stub.ts";
import { answerSender } from "./answer-sender.ts";
import { errorReply } from "./error-reply.ts";
import { harmless } from "./harmless.ts";
import { captureLarge } from "./large-body.ts";
import { readHead } from "./read-head.ts";

/** The first segment of every address that takes webhooks. */
export const INGEST_PREFIX = "/h/";

/**
 * ANY /h/:endpointId and below: takes a webhook in. The reply is sent once it is stored.
 *
 * It stands beside the router, not in it: this is the hot path, and there is nothing on it but
 * the id's check, the body and one call to the endpoint's hub.
 */
export async function ingest(request: Request, url: URL, env: Env): Promise<Response> {
  try {
    return await answer(request, url, env);
  } catch (error) {
    return harmless(errorReply(error, crypto.randomUUID()), request);
  }
}

async function answer(request: Request, url: URL, env: Env): Promise<Response> {
  const endpointId = url.pathname.slice(INGEST_PREFIX.length).split("/", 1)[0] ?? "";
  if (!(await endpointIdsOf(env).isOurs(endpointId))) throw new AppError("endpoint_not_found");
  const body = await readHead(request, MAX_INLINE_BODY_BYTES);
  const incoming = toIncoming(request, url, body.bytes);
  const { result, size } = body.rest
    ? await captureLarge(env, endpointId, incoming, body)
    : { result: await captureSmall(env, endpointId, incoming), size: body.bytes.length };
  if (result.ok) return answerSender(result, incoming, request);
  throw refused(result, size);
}

/** All of it in one call: nothing else is on the way of a webhook of ordinary size. */
async function captureSmall(
  env: Env,
  endpointId: string,
  incoming: IncomingRequest,
): Promise<CaptureResult> {
  const hub = hubOf(env, endpointId);
  const size = incoming.body.length;
  const result = await hub.capture(incoming, size);
  if (result.ok || result.reason !== "unconfigured") return result;
  const outcome = await configureHub(env, endpointId, Date.now());
  if (outcome === "unknown") return { ok: false, reason: "endpoint_not_found" };
  return hub.capture(incoming, size);
}

function refused(refusal: CaptureRefusal, actualSize: number): AppError {
  if (refusal.reason === "payload_too_large") {
    return new AppError("payload_too_large", { maxSize: refusal.maxSize, actualSize });
  }
  if (refusal.reason === "daily_limit") {
    const { limit, resetAt } = refusal;
    return new AppError("daily_limit", { limit, resetAt: new Date(resetAt).toISOString() });
  }
  return new AppError(refusal.reason === "unconfigured" ? "unavailable" : refusal.reason);
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
