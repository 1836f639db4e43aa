import { Hono, type Context } from "hono";
import type { ClientMode, ClientType } from "../../protocol/client.ts";
import {
  defaultFrameBytes,
  MAX_FRAME_BYTES,
  MIN_FRAME_BYTES,
} from "../../protocol/frame-limits.ts";
import type { AppContext } from "../app-context.ts";
import { authenticateListener } from "../auth/authentication.ts";
import { AppError } from "../domain/app-error.ts";
import { upgradeAtHub } from "../domain/listen.ts";
import { publicUrl } from "../env.ts";
import { callerUserAgent } from "../http/caller.ts";
import type { UpgradeRefusal } from "../hub/contract/upgrade.ts";

/**
 * GET /ws/:endpointId: admits a listener, or refuses it in the handshake. The published client
 * never reads close codes: if the socket opened and then closed, it would reconnect forever.
 */
export const listen = new Hono<AppContext>().get("/:endpointId", async (c) => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    throw new AppError("not_a_websocket");
  }
  const endpointId = c.req.param("endpointId");
  const principal = await authenticateListener(c, endpointId);
  if (!principal) return emptyNotFound();
  const clientType = clientTypeOf(c, principal);
  const identity = {
    credentialId: principal.id,
    keyRank: principal.keyRank,
    credentialExpiresAt: principal.expiresAt,
    clientType,
    clientMode: clientModeOf(c),
    userAgent: callerUserAgent(c),
  };
  const maxBytes = readInline(c) ?? defaultFrameBytes(clientType);
  const format = { maxBytes, origin: publicUrl(c.env, c.req.raw) };
  const upgrade = { identity, since: readSince(c), format };
  const outcome = await upgradeAtHub(c.env, endpointId, upgrade, Date.now());
  return outcome instanceof Response ? outcome : refuse(c, outcome);
});

function refuse(c: Context<AppContext>, refusal: UpgradeRefusal): Response {
  switch (refusal.reason) {
    case "not_signed_in":
      throw new AppError("not_signed_in");
    case "connection_limit":
      // Exactly these two fields: the published client compares the text.
      return c.json({ error: "Connection limit reached", max: refusal.max }, 403);
    case "endpoint_not_found":
      return emptyNotFound();
    case "unconfigured":
      throw new AppError("unavailable");
  }
}

/** If the reply had a body, the published client would retry forever. */
function emptyNotFound(): Response {
  return new Response(null, { status: 404 });
}

function clientTypeOf(
  c: Context<AppContext>,
  { kind }: AppContext["Variables"]["principal"],
): ClientType {
  if (kind === "api_key") return "api_key";
  if (kind === "session") return "web";
  const client = c.req.query("client");
  return client === "cli" || client === "web" ? client : "unknown";
}

function clientModeOf(c: Context<AppContext>): ClientMode {
  const mode = c.req.query("mode");
  return mode === "listen" || mode === "forward" ? mode : null;
}

/** The frame limit that the caller asks for, in bytes. */
function readInline(c: Context<AppContext>): number | null {
  const text = c.req.query("inline");
  if (text === undefined) return null;
  const bytes = Number(text);
  const isInRange = bytes >= MIN_FRAME_BYTES && bytes <= MAX_FRAME_BYTES;
  if (/^\d+$/.test(text) && isInRange) return bytes;
  const sentence = `inline must be the largest frame that you take, in bytes: ${MIN_FRAME_BYTES} to ${MAX_FRAME_BYTES}.`;
  throw new AppError("invalid_parameter", { parameter: "inline" }, sentence);
}

function readSince(c: Context<AppContext>): number | null {
  const text = c.req.query("since");
  if (text === undefined) return null;
  const since = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(since)) return since;
  const sentence = "since must be the last `seq` that you have seen: 0, 1, 2…";
  throw new AppError("invalid_parameter", { parameter: "since" }, sentence);
}
