import type { Env } from "../env.ts";
import type { EndpointHub } from "./endpoint-hub.ts";

export type { Captured, CaptureRefusal, CaptureResult } from "./results.ts";
export { hubCommand, type EndpointSettings, type HubCommand } from "./commands.ts";
export type { IncomingRequest, PageQuery, RequestStats } from "./request-log.ts";
export type { RequestFilter } from "./search.ts";
export { captureAt } from "./shared-calls.ts";
export { parseRefusal, upgradeRequest, type Upgrade, type UpgradeRefusal } from "./upgrade.ts";

/**
 * The hub of an endpoint. Address it only for an id that is known to be ours: the mere call
 * leaves a database file behind.
 */
export function hubOf(env: Env, endpointId: string): DurableObjectStub<EndpointHub> {
  return env.HUB.getByName(endpointId);
}
