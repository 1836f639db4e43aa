import { ACTIVITY_HOURS, type EndpointActivity } from "../../protocol/endpoint.ts";
import type { Env } from "../env.ts";
import { hubOf } from "../hub/stub.ts";
import { ownedEndpoint } from "./endpoints.ts";

const HOUR_MS = 3_600_000;

/**
 * How many requests an endpoint of the account took in, hour by hour. Full hours, so that a bar
 * that was drawn once stays as it is.
 */
export async function endpointActivity(
  env: Env,
  accountId: string,
  endpointId: string,
  now: number,
): Promise<EndpointActivity> {
  await ownedEndpoint(env, accountId, endpointId, now);
  const hours = hoursUntil(now);
  const counts = await hubOf(env, endpointId).arrivals(hours);
  const buckets = hours.map((hour, index) => ({
    from: new Date(hour).toISOString(),
    count: counts[index] ?? 0,
  }));
  return { buckets, total: buckets.reduce((sum, { count }) => sum + count, 0) };
}

/** When each hour began, in Unix milliseconds; the last one is running. */
function hoursUntil(now: number): number[] {
  const current = Math.floor(now / HOUR_MS) * HOUR_MS;
  return Array.from(
    { length: ACTIVITY_HOURS },
    (_, index) => current - (ACTIVITY_HOURS - 1 - index) * HOUR_MS,
  );
}
