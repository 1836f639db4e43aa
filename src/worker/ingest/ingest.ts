import { MAX_INLINE_BODY_BYTES } from "../../protocol/captured-request.ts";
import { AppError } from "../domain/app-error.ts";
import { cachedRefusals } from "../domain/cached-refusals.ts";
import { endpointIdsOf } from "../domain/endpoint-id.ts";
import { configureAndRetry } from "../domain/hub-settings.ts";
import type { Env } from "../env.ts";
import { senderIp } from "../http/caller.ts";
import { errorReply } from "../http/error-reply.ts";
import { discardBody, readHead } from "../http/read-body.ts";
import type { IncomingRequest } from "../hub/contract/requests.ts";
import type { CaptureRefusal, CaptureResult } from "../hub/contract/results.ts";
import { captureAt } from "./call-batcher.ts";
import { checkHead } from "./check-head.ts";
import { captureLarge } from "./large-body.ts";
import { withSandboxHeaders } from "./sandbox-headers.ts";
import { senderResponse } from "./sender-response.ts";
import { storedHeaders } from "./stored-headers.ts";

/** The first path segment of every URL that captures webhooks. */
export const INGEST_PREFIX = "/h/";

/** The shortest origin is `http://` and one character. The path comes after it. */
const MIN_ORIGIN_LENGTH = "http://".length + 1;

/** The path and query of a URL. Searches the text, because `new URL` would cost 10 µs. */
export function pathAndQuery(url: string): string {
  const [withoutFragment] = splitAt(url, "#");
  return withoutFragment.slice(withoutFragment.indexOf("/", MIN_ORIGIN_LENGTH));
}

/**
 * ANY /h/:endpointId and every path below it: captures a webhook. Replies once it is stored.
 *
 * This is the hot path, so it bypasses the router: it checks the id, reads the body and calls the
 * endpoint's hub once. It is a single function, and the functions that it calls are async only if
 * necessary: each async call costs 2 µs.
 */
export async function ingest(
  request: Request,
  target: string,
  env: Env,
  ctx: ExecutionContext,
): Promise<Response> {
  try {
    const [path, rawQuery] = splitAt(target, "?");
    const [endpointId] = splitAt(path.slice(INGEST_PREFIX.length), "/");
    const ids = endpointIdsOf(env);
    const isOurs = ids.isKnown(endpointId) || (await ids.isOurs(endpointId));
    if (!isOurs) throw new AppError("endpoint_not_found");
    const now = Date.now();
    const { changes } = cachedRefusals;
    const refusal = cachedRefusals.find(endpointId, now);
    if (refusal) {
      await discardBody(request, MAX_INLINE_BODY_BYTES);
      throw toAppError(refusal, 0);
    }
    const body = await readHead(request, MAX_INLINE_BODY_BYTES);
    const incoming = toIncoming(request, env, path, rawQuery, body.bytes);
    checkHead(request, target, incoming.headersJson);
    const { result, size } = body.rest
      ? await captureLarge(env, endpointId, incoming, body)
      : { result: await captureAt(env, ctx, endpointId, incoming), size: body.bytes.length };
    const isNewHub = !result.ok && result.reason === "unconfigured" && body.rest === null;
    const captured = isNewHub ? await captureAtNewHub(env, ctx, endpointId, incoming) : result;
    if (!captured.ok) {
      cachedRefusals.note(endpointId, captured, now, changes);
      throw toAppError(captured, size);
    }
    return await senderResponse(captured, incoming, request);
  } catch (error) {
    return withSandboxHeaders(errorReply(error, crypto.randomUUID()), request);
  }
}

async function captureAtNewHub(
  env: Env,
  ctx: ExecutionContext,
  endpointId: string,
  incoming: IncomingRequest,
): Promise<CaptureResult> {
  const capture = () => captureAt(env, ctx, endpointId, incoming);
  const result = await configureAndRetry(env, endpointId, Date.now(), capture);
  return result ?? { ok: false, reason: "endpoint_not_found" };
}

function toAppError(refusal: CaptureRefusal, actualSize: number): AppError {
  if (refusal.reason === "payload_too_large") {
    return new AppError("payload_too_large", { maxSize: refusal.maxSize, actualSize });
  }
  if ("resetAt" in refusal) {
    const { reason, limit, resetAt } = refusal;
    return new AppError(reason, { limit, resetAt: new Date(resetAt).toISOString() });
  }
  return new AppError(refusal.reason === "unconfigured" ? "unavailable" : refusal.reason);
}

function toIncoming(
  request: Request,
  env: Env,
  path: string,
  rawQuery: string,
  body: Uint8Array,
): IncomingRequest {
  const headersJson = storedHeaders(request.headers, env);
  const nonce = crypto.randomUUID();
  return {
    nonce,
    method: request.method,
    path,
    rawQuery,
    headersJson,
    ip: senderIp(request),
    body,
  };
}

/** The text before the first separator, and the text after it. */
function splitAt(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
