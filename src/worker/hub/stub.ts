import type { Env } from "../env.ts";
import type { EndpointHub } from "./endpoint-hub.ts";

export type { Captured, CaptureRefusal, CaptureResult } from "./contract/results.ts";
export { hubCommand, type EndpointSettings, type HubCommand } from "./contract/commands.ts";
export type { IncomingRequest, PageQuery, RequestStats } from "./log/request-log.ts";
export type { RequestFilter } from "./log/search.ts";
export { captureAt } from "../ingest/call-batcher.ts";
export {
  parseRefusal,
  upgradeRequest,
  type Upgrade,
  type UpgradeRefusal,
} from "./contract/upgrade.ts";

/**
 * The hub of an endpoint. Address it only for an id that is known to be ours: the mere call
 * leaves a database file behind.
 */
export function hubOf(env: Env, endpointId: string): DurableObjectStub<EndpointHub> {
  return env.HUB.getByName(endpointId);
}
