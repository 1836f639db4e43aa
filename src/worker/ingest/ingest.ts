import { MAX_INLINE_BODY_BYTES, type Pairs } from "../../protocol/captured-request.ts";
import { withoutOurCookies } from "../auth/cookies.ts";
import { AppError } from "../domain/app-error.ts";
import { configureHub } from "../domain/hub-settings.ts";
import { endpointIdsOf } from "../domain/endpoint-id.ts";
import { senderIp } from "../domain/network.ts";
import type { Env } from "../env.ts";
import {
  captureAt,
  type CaptureRefusal,
  type CaptureResult,
  type IncomingRequest,
} from "../hub/stub.ts";
import { answerSender } from "./sender-response.ts";
import { errorReply } from "../http/error-reply.ts";
import { harmless } from "./sandbox-headers.ts";
import { captureLarge } from "./large-body.ts";
import { readHead } from "../http/read-body.ts";

/** The first segment of every address that takes webhooks. */
export const INGEST_PREFIX = "/h/";

/** No address has its path before this: `http://` and a character at least. */
const HOST_AT = "http://".length + 1;

/** What of an address comes after the host. The runtime has parsed it: to do so again costs 10 µs. */
export function pathAndQuery(url: string): string {
  const [address] = splitAt(url, "#");
  return address.slice(address.indexOf("/", HOST_AT));
}

/**
 * ANY /h/:endpointId and below: takes a webhook in. The reply is sent once it is stored.
 *
 * It stands beside the router, not in it: this is the hot path, and there is nothing on it but
 * the id's check, the body and one call to the endpoint's hub. It is one function, and what it
 * calls is not async without need: for each that is, a webhook takes 2 µs longer.
 */
export async function ingest(
  request: Request,
  address: string,
  env: Env,
  ctx: ExecutionContext,
): Promise<Response> {
  try {
    const [path, rawQuery] = splitAt(address, "?");
    const [endpointId] = splitAt(path.slice(INGEST_PREFIX.length), "/");
    const ids = endpointIdsOf(env);
    const isOurs = ids.isKnown(endpointId) || (await ids.isOurs(endpointId));
    if (!isOurs) throw new AppError("endpoint_not_found");
    const body = await readHead(request, MAX_INLINE_BODY_BYTES);
    const incoming = toIncoming(request, path, rawQuery, body.bytes);
    const { result, size } = body.rest
      ? await captureLarge(env, endpointId, incoming, body)
      : { result: await captureAt(env, ctx, endpointId, incoming), size: body.bytes.length };
    const isNewHub = !result.ok && result.reason === "unconfigured" && body.rest === null;
    const captured = isNewHub ? await captureAtNew(env, ctx, endpointId, incoming) : result;
    if (!captured.ok) throw refused(captured, size);
    return await answerSender(captured, incoming, request);
  } catch (error) {
    return harmless(errorReply(error, crypto.randomUUID()), request);
  }
}

/** Tells the hub its settings, then offers it the webhook once more. */
async function captureAtNew(
  env: Env,
  ctx: ExecutionContext,
  endpointId: string,
  incoming: IncomingRequest,
): Promise<CaptureResult> {
  const outcome = await configureHub(env, endpointId, Date.now());
  if (outcome === "unknown") return { ok: false, reason: "endpoint_not_found" };
  return captureAt(env, ctx, endpointId, incoming);
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

function toIncoming(
  request: Request,
  path: string,
  rawQuery: string,
  body: Uint8Array,
): IncomingRequest {
  const headersJson = JSON.stringify(headerPairs(request.headers));
  return { method: request.method, path, rawQuery, headersJson, ip: senderIp(request), body };
}

/** What stands before the first mark, and what after it. */
function splitAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** The headers as delivered, without the dashboard's cookies: those are credentials of ours. */
function headerPairs(headers: Headers): Pairs {
  const kept: Pairs = [];
  // Half the cost of iterating, which makes a list for each header.
  headers.forEach((value, name) => {
    const shown = name === "cookie" ? withoutOurCookies(value) : value;
    if (shown !== null) kept.push([name, shown]);
  });
  return kept;
}
