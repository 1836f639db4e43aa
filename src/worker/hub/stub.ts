import type { Env } from "../env.ts";
import type { EndpointHub } from "./endpoint-hub.ts";

/**
 * The hub of an endpoint. Pass only an id that is known to be ours: any call creates a database
 * file, even if it touches no storage.
 */
export function hubOf(env: Env, endpointId: string): DurableObjectStub<EndpointHub> {
  return env.HUB.getByName(endpointId);
}
