import type { Connection, ReplayDispatched } from "../../protocol/replay.ts";
import { plansOf, type Env } from "../env.ts";
import type { ReplayResult } from "../hub/contract/results.ts";
import { callHub, callHubOnce } from "../hub/stub.ts";
import type { Principal } from "../storage/principals.ts";
import { AppError } from "./app-error.ts";
import { endpointOfRequest } from "./requests.ts";

/** @throws AppError `plan_without_replay` */
export function checkReplayPlan(env: Env, { plan }: Principal): void {
  if (!plansOf(env)[plan].canReplay) throw new AppError("plan_without_replay");
}

/** The listeners that a request can be replayed to: all except dashboards. */
export async function replayTargets(
  env: Env,
  principal: Principal,
  requestId: string,
): Promise<Connection[]> {
  const endpointId = await endpointOfRequest(env, principal, requestId);
  const { listeners } = await callHub(env, endpointId, (hub, version) => hub.listeners(version));
  const targets = listeners.filter(({ clientType }) => clientType !== "web");
  if (targets.length === 0) throw new AppError("no_target");
  return targets.map(({ credentialId: _credential, ...target }) => target);
}

/** Replays a stored request to one listener. */
export async function replay(
  env: Env,
  principal: Principal,
  requestId: string,
  connectionId: string,
): Promise<ReplayDispatched> {
  const endpointId = await endpointOfRequest(env, principal, requestId);
  const result = await callHubOnce<ReplayResult>(env, endpointId, (hub, version) =>
    hub.replay(requestId, connectionId, version),
  );
  if (!result.ok) throw new AppError(result.reason);
  const { clientType, clientMode } = result.target;
  const { dispatchedAt } = result;
  return {
    success: true,
    statusCode: 202,
    statusText: "Dispatched",
    connectionId,
    clientType,
    clientMode,
    dispatchedAt,
  };
}
