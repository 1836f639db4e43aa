import * as z from "zod/mini";
import { clientMode, clientType } from "../../../protocol/client.ts";
import { requireSpoken } from "./version.ts";

/** A listener, as the worker that authenticated it describes it to the hub. */
export const listenerIdentity = z.object({
  credentialId: z.string(),
  /** How many valid API keys of the account are older than this one; null for other credentials. */
  keyRank: z.nullable(z.int()),
  /** When the credential expires, in Unix milliseconds; null: never. */
  credentialExpiresAt: z.nullable(z.number()),
  clientType,
  clientMode,
  userAgent: z.nullable(z.string()),
});
export type ListenerIdentity = z.infer<typeof listenerIdentity>;

/** How to encode the frames for a listener. */
export const frameFormat = z.object({
  /** The largest frame that it takes, in bytes. */
  maxBytes: z.int(),
  /** The origin of the URLs in its frames, without a trailing slash. */
  origin: z.string(),
});
export type FrameFormat = z.infer<typeof frameFormat>;

/** A listener's upgrade, as the worker passes it to the hub. */
const upgrade = z.object({
  identity: listenerIdentity,
  /** The last sequence number that the listener has seen; null: live traffic only. */
  since: z.nullable(z.int()),
  /** A worker of version 1 does not send it. */
  format: z.optional(frameFormat),
});
export type Upgrade = z.infer<typeof upgrade>;

/** Why a hub refuses a listener. `unconfigured`: send the hub its settings, then try again. */
const upgradeRefusal = z.discriminatedUnion("reason", [
  z.object({ reason: z.literal("unconfigured") }),
  z.object({ reason: z.literal("endpoint_not_found") }),
  z.object({ reason: z.literal("not_signed_in") }),
  z.object({ reason: z.literal("connection_limit"), max: z.int() }),
]);
export type UpgradeRefusal = z.infer<typeof upgradeRefusal>;

// A WebSocket can't cross RPC, so the worker sends an upgrade by `fetch`, with the arguments in a
// header. It builds this request from scratch, so a caller can't inject headers.
const HEADER = "x-hooknexus-upgrade";

/** The request that asks a hub to admit a listener. */
export function upgradeRequest(details: Upgrade, version: number): Request {
  const encoded = encodeURIComponent(JSON.stringify({ ...details, version }));
  return new Request("https://hub/", { headers: { upgrade: "websocket", [HEADER]: encoded } });
}

/** @throws the refusal of `versionRefusal` before anything else is read */
export function parseUpgrade(request: Request): Upgrade {
  const sent: unknown = JSON.parse(decodeURIComponent(request.headers.get(HEADER) ?? ""));
  requireSpoken((sent as { version?: number }).version);
  return upgrade.parse(sent);
}

export function refuseUpgrade(refusal: UpgradeRefusal): Response {
  return Response.json(refusal, { status: 403 });
}

export async function parseRefusal(response: Response): Promise<UpgradeRefusal> {
  return upgradeRefusal.parse(await response.json());
}
