import { configureHub } from "../domain/hub-settings.ts";
import type { Env } from "../env.ts";
import { hubOf, type CaptureResult, type IncomingRequest } from "../hub/stub.ts";
import { drain, type BodyHead } from "../http/read-body.ts";

/** Beyond the limit, so that the sender of any body that the edge lets through sees our reply. */
const MAX_DRAINED_BYTES = 100 * 1024 * 1024;

/** A captured request of which the body is given apart. */
type Bodiless = Omit<IncomingRequest, "body">;

const NO_BODY = new Uint8Array();

/**
 * Takes in a webhook whose body is above the inline limit, without ever holding it whole: it goes
 * to the hub as a stream, piece by piece as the sender sends.
 *
 * The hub is asked for its limit before anything more is read: only it knows the plan, and a
 * stranger must not make it write 25 MiB for an endpoint that takes 64 KiB, or nothing at all.
 * What is refused is still read to its end, and thrown away.
 *
 * @returns what the hub says, and the body's size in bytes
 */
export async function captureLarge(
  env: Env,
  endpointId: string,
  incoming: Bodiless,
  body: BodyHead,
): Promise<{ result: CaptureResult; size: number }> {
  const limit = await bodyLimit(env, endpointId);
  const hub = hubOf(env, endpointId);
  const atLeast = Math.max(body.bytes.length, body.declaredSize ?? 0);
  if (limit === null || atLeast > limit) {
    const size = await drain(body, MAX_DRAINED_BYTES);
    if (limit === null) return { result: { ok: false, reason: "endpoint_not_found" }, size };
    // Where what holds has changed since, it would be taken: but nobody has it any more.
    return { result: (await hub.refusal(size)) ?? { ok: false, reason: "unavailable" }, size };
  }
  const { readable, writable } = new IdentityTransformStream();
  const answer = hub.captureLarge({ ...incoming, body: NO_BODY }, body.declaredSize, readable);
  const size = await passOn(body, limit + MAX_DRAINED_BYTES, writable.getWriter(), answer);
  return { result: await answer, size };
}

/** The hub's limit in bytes; null where there is no such endpoint. */
async function bodyLimit(env: Env, endpointId: string): Promise<number | null> {
  const hub = hubOf(env, endpointId);
  const limit = await hub.bodyLimit();
  if (limit !== null) return limit;
  const outcome = await configureHub(env, endpointId, Date.now());
  return outcome === "unknown" ? null : hub.bodyLimit();
}

/**
 * Passes a body on for as long as the hub takes it; says how many bytes there were in all.
 * @param maxBytes well above what the hub takes: until its answer comes, some are under way
 */
async function passOn(
  body: BodyHead,
  maxBytes: number,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  answer: Promise<unknown>,
): Promise<number> {
  let isWanted = true;
  const stop = () => void (isWanted = false);
  const answered = answer.then(stop, stop);
  const orAnswered = (write: Promise<void>) => Promise.race([write.catch(stop), answered]);
  try {
    const size = await drain(body, maxBytes, async (chunk) => {
      if (isWanted) await orAnswered(writer.write(chunk));
    });
    if (isWanted) await orAnswered(writer.close());
    return size;
  } catch (error) {
    // The sender broke off: the hub must not take what came for the whole.
    await orAnswered(writer.abort(error));
    throw error;
  }
}
