import { ACTIVITY_HOURS, type EndpointActivity } from "../../protocol/endpoint.ts";
import { HOUR_MS } from "../../protocol/time-units.ts";
import type { Env } from "../env.ts";
import { callHub } from "../hub/stub.ts";
import type { Principal } from "../storage/principals.ts";
import { visibleEndpoint } from "./endpoints.ts";

/**
 * How many requests an endpoint received in each hour. Hours start on the hour, so that the chart's
 * bars of past hours never change.
 */
export async function endpointActivity(
  env: Env,
  principal: Principal,
  endpointId: string,
  now: number,
): Promise<EndpointActivity> {
  await visibleEndpoint(env, principal, endpointId, now);
  const hours = hoursUntil(now);
  const counts = await callHub(env, endpointId, (hub, version) => hub.arrivals(hours, version));
  const buckets = hours.map((hour, index) => ({
    from: new Date(hour).toISOString(),
    count: counts[index] ?? 0,
  }));
  return { buckets, total: buckets.reduce((sum, { count }) => sum + count, 0) };
}

/** The start of each hour, in Unix milliseconds. The current hour is the last. */
function hoursUntil(now: number): number[] {
  const current = Math.floor(now / HOUR_MS) * HOUR_MS;
  return Array.from(
    { length: ACTIVITY_HOURS },
    (_, index) => current - (ACTIVITY_HOURS - 1 - index) * HOUR_MS,
  );
}
