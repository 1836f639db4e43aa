import * as z from "zod/mini";
import { DAY_MS, HOUR_MS } from "./time-units.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** The plans, cheapest first. */
export const PLAN_NAMES = ["free", "plus", "pro", "team"] as const;
export const planName = z.enum(PLAN_NAMES);
export type PlanName = z.infer<typeof planName>;

/** What an account has that signed itself up. */
export const NEW_ACCOUNT_PLAN: PlanName = "free";

const count = z.int().check(z.nonnegative());

/** What one plan allows. `null` means without limit. Source: README.md, "Plans". */
export const plan = z.strictObject({
  /** Active (unexpired, undeleted) endpoints an account. */
  maxEndpoints: count,
  /** How many of those may never expire. */
  maxPermanentEndpoints: count,
  /** How long an endpoint lives that is not permanent, in milliseconds. */
  endpointValidityMs: count,
  /** Accepted requests a UTC day, over the whole account. */
  maxDailyRequests: z.nullable(count),
  /** The largest body that is accepted, in bytes. */
  maxBodyBytes: count,
  /** How long a stored request is kept, in milliseconds. */
  historyMs: count,
  /** Bytes stored an endpoint; beyond it the oldest requests go first. */
  maxStoredBytes: count,
  maxApiKeys: count,
  /** Open WebSockets an endpoint, shared by dashboard, command line and keys. */
  maxListeners: count,
  canReplay: z.boolean(),
});
export type Plan = z.infer<typeof plan>;
export type Plans = Record<PlanName, Plan>;

/** A plan by its name, as it is in force: the operator's overrides are in it. */
export const planInForce = z.object({ name: planName, ...plan.shape });

/** The one table of limits; the README, the pricing page and the code all read it. */
export const DEFAULT_PLANS: Plans = {
  free: {
    maxEndpoints: 3,
    maxPermanentEndpoints: 0,
    endpointValidityMs: 24 * HOUR_MS,
    maxDailyRequests: 100,
    maxBodyBytes: 64 * KIB,
    historyMs: 24 * HOUR_MS,
    maxStoredBytes: 50 * MIB,
    maxApiKeys: 0,
    maxListeners: 2,
    canReplay: false,
  },
  plus: {
    maxEndpoints: 10,
    maxPermanentEndpoints: 1,
    endpointValidityMs: 30 * DAY_MS,
    maxDailyRequests: 5_000,
    maxBodyBytes: 512 * KIB,
    historyMs: 30 * DAY_MS,
    maxStoredBytes: 1 * GIB,
    maxApiKeys: 1,
    maxListeners: 3,
    canReplay: true,
  },
  pro: {
    maxEndpoints: 50,
    maxPermanentEndpoints: 50,
    endpointValidityMs: 90 * DAY_MS,
    maxDailyRequests: 100_000,
    maxBodyBytes: 5 * MIB,
    historyMs: 90 * DAY_MS,
    maxStoredBytes: 5 * GIB,
    maxApiKeys: 10,
    maxListeners: 20,
    canReplay: true,
  },
  team: {
    maxEndpoints: 1_000,
    maxPermanentEndpoints: 1_000,
    endpointValidityMs: 365 * DAY_MS,
    maxDailyRequests: null,
    maxBodyBytes: 25 * MIB,
    historyMs: 365 * DAY_MS,
    maxStoredBytes: 8 * GIB,
    maxApiKeys: 100,
    maxListeners: 100,
    canReplay: true,
  },
};

const overrides = z.partialRecord(planName, z.partial(plan));

/**
 * The table of limits with an operator's overrides laid over it.
 *
 * @param json the `PLAN_OVERRIDES` setting: JSON such as `{"free":{"maxListeners":5}}`, or empty.
 * @throws where the JSON is malformed, names an unknown plan or an unknown limit: a limit that
 *   silently does not hold is worse than a worker that does not start.
 */
export function plansWith(json: string | undefined): Plans {
  if (!json) return DEFAULT_PLANS;
  const changes = overrides.parse(JSON.parse(json));
  const merged = { ...DEFAULT_PLANS };
  for (const name of PLAN_NAMES) merged[name] = plan.parse({ ...merged[name], ...changes[name] });
  return merged;
}
