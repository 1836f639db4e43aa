import * as z from "zod/mini";
import { listenerIdentity } from "../listeners/listeners.ts";

/** A listener's upgrade as the worker hands it to the hub. */
const upgrade = z.object({
  identity: listenerIdentity,
  /** The last sequence number that the listener has seen; null: live traffic only. */
  since: z.nullable(z.int()),
});
export type Upgrade = z.infer<typeof upgrade>;

/** Why a hub does not admit a listener. `unconfigured`: tell it its settings, then ask again. */
const upgradeRefusal = z.discriminatedUnion("reason", [
  z.object({ reason: z.literal("unconfigured") }),
  z.object({ reason: z.literal("endpoint_not_found") }),
  z.object({ reason: z.literal("not_signed_in") }),
  z.object({ reason: z.literal("connection_limit"), max: z.int() }),
]);
export type UpgradeRefusal = z.infer<typeof upgradeRefusal>;

// A WebSocket can't cross RPC, so an upgrade goes by fetch and its arguments in a header. The
// request is made by the worker from nothing: no header of a caller's can pose as this one.
const HEADER = "x-hooknexus-upgrade";

/** The request that asks a hub to admit a listener. */
export function upgradeRequest(details: Upgrade): Request {
  const encoded = encodeURIComponent(JSON.stringify(details));
  return new Request("https://hub/", { headers: { upgrade: "websocket", [HEADER]: encoded } });
}

export function parseUpgrade(request: Request): Upgrade {
  return upgrade.parse(JSON.parse(decodeURIComponent(request.headers.get(HEADER) ?? "")));
}

export function refuseUpgrade(refusal: UpgradeRefusal): Response {
  return Response.json(refusal, { status: 403 });
}

export async function parseRefusal(response: Response): Promise<UpgradeRefusal> {
  return upgradeRefusal.parse(await response.json());
}
