import type { Env } from "../env.ts";
import {
  parseRefusal,
  upgradeRequest,
  type Upgrade,
  type UpgradeRefusal,
} from "../hub/contract/upgrade.ts";
import { callHubOnce } from "../hub/stub.ts";
import { authorizeListener, canSee, type Principal } from "../storage/principals.ts";
import { endpointIdsOf } from "./endpoint-id.ts";
import { configureAndRetry } from "./hub-settings.ts";
import { confirm } from "./pulse.ts";
import { hashSecret } from "./secret.ts";

/** A principal that wants to listen, and whether it may see the endpoint. */
export interface Authorization {
  principal: Principal;
  hasEndpoint: boolean;
}

/** Checks a secret and an endpoint in one query; null if the secret is not valid. */
export async function authorize(
  env: Env,
  secret: string,
  endpointId: string,
  now: number,
): Promise<Authorization | null> {
  const hash = await hashSecret(secret);
  const { endpoint, ...found } = await authorizeListener(env.DB, hash, endpointId, now);
  const principal = await confirm(env, found.principal, now);
  if (!principal) return null;
  const isActive = endpoint !== null && (endpoint.expiresAt === null || endpoint.expiresAt > now);
  const isOurs = await endpointIdsOf(env).isOurs(endpointId);
  return { principal, hasEndpoint: isActive && isOurs && canSee(principal, endpointId) };
}

/**
 * Passes an upgrade to the endpoint's hub. Only `fetch` can return a WebSocket, so if the hub
 * admits the listener, this resolves to a Response to send.
 */
export async function upgradeAtHub(
  env: Env,
  endpointId: string,
  upgrade: Upgrade,
  now: number,
): Promise<Response | UpgradeRefusal> {
  const tryUpgrade = async () => {
    const response = await callHubOnce(env, endpointId, (hub, version) =>
      hub.fetch(upgradeRequest(upgrade, version)),
    );
    return response.status === 101 ? response : parseRefusal(response);
  };
  const outcome = await tryUpgrade();
  if (outcome instanceof Response || outcome.reason !== "unconfigured") return outcome;
  const retried = await configureAndRetry(env, endpointId, now, tryUpgrade);
  return retried ?? { reason: "endpoint_not_found" };
}
