import { waitUntil } from "cloudflare:workers";
import { MINUTE_MS } from "../../protocol/time-units.ts";
import { sendSettings } from "../domain/hub-settings.ts";
import type { Env } from "../env.ts";
import {
  packRequests,
  packRequestsV1,
  unpackReply,
  unpackReplyV1,
  type CaptureReply,
} from "../hub/contract/packing.ts";
import type { IncomingRequest } from "../hub/contract/requests.ts";
import { PREVIOUS_VERSION } from "../hub/contract/version.ts";
import { callHub, HubError, type HubStub } from "../hub/stub.ts";

/** How often a hub that asks for its settings is sent them, per isolate. */
const SEND_SETTINGS_EVERY_MS = MINUTE_MS;

/** When each hub was last sent its settings (Unix milliseconds). */
const sentAt = new Map<string, number>();
const MAX_REMEMBERED = 10_000;

/**
 * Sends webhooks to their endpoint's hub in one call, in the version that the hub speaks. If the hub
 * is reset meanwhile, the call is repeated; the hub recognises the webhooks that it has stored.
 *
 * @throws HubError if the hub could not store every one of them; some may have been stored
 */
export async function captureBatch(
  env: Env,
  endpointId: string,
  requests: readonly IncomingRequest[],
): Promise<CaptureReply> {
  const reply = await callHub(env, endpointId, (hub, version) =>
    version === PREVIOUS_VERSION ? captureV1(hub, requests) : capture(hub, requests),
  );
  if (reply.wantsSettings) refreshSettings(env, endpointId, Date.now());
  return reply;
}

async function capture(hub: HubStub, requests: readonly IncomingRequest[]): Promise<CaptureReply> {
  const { heads, bodies } = packRequests(requests);
  return unpackReply(await hub.captureOnce(heads, bodies));
}

/** A hub of version 1 does not recognise repeated webhooks, so this call is never repeated. */
async function captureV1(
  hub: HubStub,
  requests: readonly IncomingRequest[],
): Promise<CaptureReply> {
  const { heads, bodies } = packRequestsV1(requests);
  try {
    return unpackReplyV1(await hub.capture(heads, bodies));
  } catch (error) {
    throw new HubError("The hub could not be called.", { cause: error });
  }
}

/** In the background, because the hub works without them. If it fails, the hub asks again. */
function refreshSettings(env: Env, endpointId: string, now: number): void {
  if (now - (sentAt.get(endpointId) ?? 0) < SEND_SETTINGS_EVERY_MS) return;
  if (sentAt.size >= MAX_REMEMBERED) sentAt.clear();
  sentAt.set(endpointId, now);
  waitUntil(
    sendSettings(env, endpointId, now).catch((error: unknown) => {
      console.warn("A hub could not be sent its settings.", error);
    }),
  );
}
