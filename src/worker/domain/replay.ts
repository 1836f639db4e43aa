import type { Connection, ReplayDispatched } from "../../protocol/replay.ts";
import { plansOf, type Env } from "../env.ts";
import { hubOf } from "../hub/stub.ts";
import type { Principal } from "../storage/principals.ts";
import { AppError } from "./app-error.ts";
import { endpointOfRequest } from "./requests.ts";

/** @throws AppError where the account's plan has no replay */
export function checkReplayPlan(env: Env, { plan }: Principal): void {
  if (!plansOf(env)[plan].canReplay) throw new AppError("plan_without_replay");
}

/** The listeners that can take this request again: all but dashboards. */
export async function replayTargets(
  env: Env,
  asking: Principal,
  requestId: string,
): Promise<Connection[]> {
  const endpointId = await endpointOfRequest(env, asking, requestId);
  const { listeners } = await hubOf(env, endpointId).listeners();
  const targets = listeners.filter(({ clientType }) => clientType !== "web");
  if (targets.length === 0) throw new AppError("no_target");
  return targets.map(({ credentialId: _credential, ...target }) => target);
}

/** Sends a stored request to one listener again. */
export async function replay(
  env: Env,
  asking: Principal,
  requestId: string,
  connectionId: string,
): Promise<ReplayDispatched> {
  const endpointId = await endpointOfRequest(env, asking, requestId);
  const result = await hubOf(env, endpointId).replay(requestId, connectionId);
  if (!result.ok) throw new AppError(result.reason);
  const { clientType, clientMode } = result.target;
  const { dispatchedAt } = result;
  const said = { success: true, statusCode: 202, statusText: "Dispatched" } as const;
  return { ...said, connectionId, clientType, clientMode, dispatchedAt };
}
