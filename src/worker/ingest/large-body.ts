import { configureAndRetry } from "../domain/hub-settings.ts";
import type { Env } from "../env.ts";
import { drain, type BodyHead } from "../http/read-body.ts";
import type { IncomingRequest } from "../hub/contract/requests.ts";
import type { CaptureRefusal, CaptureResult } from "../hub/contract/results.ts";
import { callHub, callHubOnce } from "../hub/stub.ts";

/** How much of a refused body is read: all that the edge accepts, so every sender sees our reply. */
const MAX_DISCARDED_BYTES = 100 * 1024 * 1024;

/** A webhook whose body is passed separately. */
type WithoutBody = Omit<IncomingRequest, "body">;

const NO_BODY = new Uint8Array();

/**
 * Captures a webhook whose body exceeds the inline limit. The body is streamed to the hub as it
 * arrives, so it is never in memory as a whole.
 *
 * The hub is asked for its limit first, because only the hub knows the plan. A stranger must not
 * make it write 25 MiB for an endpoint that accepts 64 KiB or refuses all webhooks. A refused body
 * is still read to its end and discarded, so that its sender gets the reply.
 *
 * @returns the hub's result, and the body's size in bytes
 */
export async function captureLarge(
  env: Env,
  endpointId: string,
  incoming: WithoutBody,
  body: BodyHead,
): Promise<{ result: CaptureResult; size: number }> {
  const limit = await bodyLimit(env, endpointId);
  const knownSize = Math.max(body.bytes.length, body.declaredSize ?? 0);
  if (limit === null || knownSize > limit) {
    const size = await drain(body, MAX_DISCARDED_BYTES);
    if (limit === null) return { result: { ok: false, reason: "endpoint_not_found" }, size };
    return { result: await refusalAt(env, endpointId, size), size };
  }
  const { readable, writable } = new IdentityTransformStream();
  const request = { ...incoming, body: NO_BODY };
  const result = callHubOnce<CaptureResult>(env, endpointId, (hub, version) =>
    hub.captureLarge(request, body.declaredSize, readable, version),
  );
  const size = await pipeBody(body, limit + MAX_DISCARDED_BYTES, writable.getWriter(), result);
  return { result: await result, size };
}

/** If the limit was raised meanwhile, the hub no longer refuses, but the body is discarded. */
async function refusalAt(env: Env, endpointId: string, size: number): Promise<CaptureRefusal> {
  const refusal = await callHub<CaptureRefusal | null>(env, endpointId, (hub, version) =>
    hub.refusal(size, version),
  );
  return refusal ?? { ok: false, reason: "unavailable" };
}

/** The hub's limit in bytes; null if there is no such endpoint. */
async function bodyLimit(env: Env, endpointId: string): Promise<number | null> {
  const ask = () => callHub(env, endpointId, (hub, version) => hub.bodyLimit(version));
  return (await ask()) ?? (await configureAndRetry(env, endpointId, Date.now(), ask));
}

/**
 * Forwards a body until the hub has answered, then discards the rest.
 * @param maxBytes well above the hub's limit, because more bytes arrive before the hub answers
 * @returns the body's size in bytes
 */
async function pipeBody(
  body: BodyHead,
  maxBytes: number,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  result: Promise<unknown>,
): Promise<number> {
  let isForwarding = true;
  const stop = () => void (isForwarding = false);
  const answered = result.then(stop, stop);
  const orAnswered = (write: Promise<void>) => Promise.race([write.catch(stop), answered]);
  try {
    const size = await drain(body, maxBytes, async (chunk) => {
      if (isForwarding) await orAnswered(writer.write(chunk));
    });
    if (isForwarding) await orAnswered(writer.close());
    return size;
  } catch (error) {
    // The sender disconnected. The hub must not mistake the part that arrived for the whole body.
    await orAnswered(writer.abort(error));
    throw error;
  }
}
