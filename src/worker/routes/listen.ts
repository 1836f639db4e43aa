import { Hono, type Context } from "hono";
import type { ClientMode, ClientType } from "../../protocol/client.ts";
import {
  checkOrigin,
  checkPlan,
  noteUseSoon,
  present,
  presentedCredential,
  type Presented,
} from "../auth/authentication.ts";
import { AppError } from "../domain/app-error.ts";
import { authorise, upgradeAtHub, type Authorised } from "../domain/listen.ts";
import type { UpgradeRefusal } from "../hub/stub.ts";
import type { AppContext } from "../app-context.ts";

/** As much of a User-Agent as a socket carries along. */
const MAX_USER_AGENT_CHARACTERS = 256;

/**
 * GET /ws/:endpointId: lets a listener in, or refuses it in the handshake: the published client
 * never reads close codes, and would reconnect for ever to a socket that opens and closes.
 */
export const listen = new Hono<AppContext>().get("/:endpointId", async (c) => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    throw new AppError("not_a_websocket");
  }
  const endpointId = c.req.param("endpointId");
  const presented = presentedByListener(c);
  if (!presented) throw new AppError("not_signed_in");
  const { principal, isEndpointTheirs } = await authoriseCaller(c, presented, endpointId);
  if (!isEndpointTheirs) return emptyNotFound();
  checkPlan(c, principal);
  const identity = {
    credentialId: principal.id,
    keyRank: principal.keyRank,
    credentialExpiresAt: principal.expiresAt,
    clientType: clientTypeOf(c, presented),
    clientMode: clientModeOf(c),
    userAgent: c.req.header("user-agent")?.slice(0, MAX_USER_AGENT_CHARACTERS) ?? null,
  };
  const upgrade = { identity, since: sinceOf(c) };
  const outcome = await upgradeAtHub(c.env, endpointId, upgrade, Date.now());
  return outcome instanceof Response ? outcome : refuse(c, outcome);
});

/** A credential in the query before one in a header: who sends both means the first. */
function presentedByListener(c: Context<AppContext>): Presented | null {
  const inQuery = c.req.query("apikey") ?? c.req.query("token");
  return inQuery === undefined ? presentedCredential(c) : present(inQuery, false);
}

async function authoriseCaller(
  c: Context<AppContext>,
  presented: Presented,
  endpointId: string,
): Promise<Authorised> {
  const now = Date.now();
  const authorised = await authorise(c.env, presented.secret, endpointId, now);
  if (!authorised) throw new AppError("not_signed_in");
  if (presented.isCookie) checkOrigin(c);
  noteUseSoon(c, authorised.principal, now);
  return authorised;
}

function refuse(c: Context<AppContext>, refusal: UpgradeRefusal): Response {
  switch (refusal.reason) {
    case "not_signed_in":
      throw new AppError("not_signed_in");
    case "connection_limit":
      // Exactly these two fields: the published client compares the sentence.
      return c.json({ error: "Connection limit reached", max: refusal.max }, 403);
    case "endpoint_not_found":
      return emptyNotFound();
    case "unconfigured":
      throw new AppError("unavailable");
  }
}

/** With a body the published client would retry for ever. */
function emptyNotFound(): Response {
  return new Response(null, { status: 404 });
}

function clientTypeOf(c: Context<AppContext>, presented: Presented): ClientType {
  if (presented.kind === "api_key") return "api_key";
  if (presented.kind === "session") return "web";
  const client = c.req.query("client");
  return client === "cli" || client === "web" ? client : "unknown";
}

function clientModeOf(c: Context<AppContext>): ClientMode {
  const mode = c.req.query("mode");
  return mode === "listen" || mode === "forward" ? mode : null;
}

function sinceOf(c: Context<AppContext>): number | null {
  const text = c.req.query("since");
  if (text === undefined) return null;
  const since = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(since)) return since;
  const sentence = "since must be the last `seq` that you have seen: 0, 1, 2…";
  throw new AppError("invalid_parameter", { parameter: "since" }, sentence);
}
