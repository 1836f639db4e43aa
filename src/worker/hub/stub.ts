import type { Env } from "../env.ts";
import type { EndpointHub } from "./endpoint-hub.ts";

/**
 * The hub of an endpoint. Pass only an id that is known to be ours: even a call that touches no
 * storage leaves a database file behind.
 */
export function hubOf(env: Env, endpointId: string): DurableObjectStub<EndpointHub> {
  return env.HUB.getByName(endpointId);
}
