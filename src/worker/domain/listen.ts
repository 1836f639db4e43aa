import type { Env } from "../env.ts";
import {
  hubOf,
  parseRefusal,
  upgradeRequest,
  type Upgrade,
  type UpgradeRefusal,
} from "../hub/stub.ts";
import { authoriseListener, type Principal } from "../storage/credentials.ts";
import { endpointIdsOf } from "./endpoint-id.ts";
import { configureHub } from "./hub-settings.ts";
import { maySee } from "./requests.ts";
import { hashSecret } from "./secret.ts";

/** Who wants to listen, and whether there is such an endpoint for them now. */
export interface Authorised {
  principal: Principal;
  isEndpointTheirs: boolean;
}

/** Checks a secret and an endpoint, once; null where the secret is not valid. */
export async function authorise(
  env: Env,
  secret: string,
  endpointId: string,
  now: number,
): Promise<Authorised | null> {
  const hash = await hashSecret(secret);
  const { principal, endpoint } = await authoriseListener(env.DB, hash, endpointId, now);
  if (!principal) return null;
  const isActive = endpoint !== null && (endpoint.expiresAt === null || endpoint.expiresAt > now);
  const isOurs = await endpointIdsOf(env).isOurs(endpointId);
  return { principal, isEndpointTheirs: isActive && isOurs && maySee(principal, endpointId) };
}

/** Hands the upgrade to the endpoint's hub: a 101, or why not. */
export async function upgradeAtHub(
  env: Env,
  endpointId: string,
  upgrade: Upgrade,
  now: number,
): Promise<Response | UpgradeRefusal> {
  const first = await tryUpgrade(env, endpointId, upgrade);
  if (first instanceof Response || first.reason !== "unconfigured") return first;
  const outcome = await configureHub(env, endpointId, now);
  if (outcome === "unknown") return { reason: "endpoint_not_found" };
  return tryUpgrade(env, endpointId, upgrade);
}

async function tryUpgrade(
  env: Env,
  endpointId: string,
  upgrade: Upgrade,
): Promise<Response | UpgradeRefusal> {
  const response = await hubOf(env, endpointId).fetch(upgradeRequest(upgrade));
  return response.status === 101 ? response : parseRefusal(response);
}
