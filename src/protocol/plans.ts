import * as z from "zod/mini";
import { DAY_MS, HOUR_MS } from "./time-units.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** The plans, cheapest first. */
export const PLAN_NAMES = ["free", "plus", "pro", "team"] as const;
export const planName = z.enum(PLAN_NAMES);
export type PlanName = z.infer<typeof planName>;

/** The plan of an account that is created when someone signs in for the first time. */
export const NEW_ACCOUNT_PLAN: PlanName = "free";

const count = z.int().check(z.nonnegative());

/** An endpoint that was idle accepts the webhooks of this many seconds at once. */
export const RATE_BURST_SECONDS = 10;

/** The limits of one plan. `null` means unlimited. Source: README.md, "Plans". */
export const plan = z.strictObject({
  /** Endpoints of an account that are neither expired nor deleted. */
  maxEndpoints: count,
  /** How many of them can be permanent. */
  maxPermanentEndpoints: count,
  /** How long an endpoint lives unless it is permanent, in milliseconds. */
  endpointValidityMs: count,
  /** Stored requests a day (UTC) in the whole account. */
  maxDailyRequests: z.nullable(count),
  /** Webhooks a second to one endpoint, on average. A burst may be `RATE_BURST_SECONDS` as long. */
  maxRequestsPerSecond: z.nullable(count),
  /** The largest accepted body in bytes. */
  maxBodyBytes: count,
  /** How long a stored request is kept, in milliseconds. */
  historyMs: count,
  /** Bytes stored for one endpoint. When it is full, the oldest requests are deleted first. */
  maxStoredBytes: count,
  maxApiKeys: count,
  /** Open WebSockets of one endpoint: dashboards, command lines and API keys together. */
  maxListeners: count,
  canReplay: z.boolean(),
});
export type Plan = z.infer<typeof plan>;
export type Plans = Record<PlanName, Plan>;

/** A plan with its name. The operator's overrides are already applied. */
export const planInForce = z.object({ name: planName, ...plan.shape });

/** The only table of limits. The code, the pricing page and the README use it. */
export const DEFAULT_PLANS: Plans = {
  free: {
    maxEndpoints: 3,
    maxPermanentEndpoints: 0,
    endpointValidityMs: 24 * HOUR_MS,
    maxDailyRequests: 100,
    maxRequestsPerSecond: 50,
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
    maxRequestsPerSecond: 200,
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
    maxRequestsPerSecond: 500,
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
    maxRequestsPerSecond: 1_000,
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
 * The plans with an operator's overrides applied.
 *
 * @param json the `PLAN_OVERRIDES` setting: JSON such as `{"free":{"maxListeners":5}}`, or empty.
 * @throws if the JSON is malformed or contains an unknown plan or limit. A worker that does not
 *   start is better than a limit that is silently not applied.
 */
export function plansWith(json: string | undefined): Plans {
  if (!json) return DEFAULT_PLANS;
  const changes = overrides.parse(JSON.parse(json));
  const merged = { ...DEFAULT_PLANS };
  for (const name of PLAN_NAMES) merged[name] = plan.parse({ ...merged[name], ...changes[name] });
  return merged;
}
