import type { Plan } from "./plans.ts";
import { DAY_MS, HOUR_MS } from "./time-units.ts";

/** One row of the plan table that people read. */
export interface PlanRow {
  limit: keyof Plan;
  name: string;
  /** The cell of a plan, e.g. `512 KiB`. */
  text: (plan: Plan) => string;
}

/** Every limit of a plan, in the order shown. */
export const PLAN_ROWS: readonly PlanRow[] = [
  { limit: "maxEndpoints", name: "Endpoints", text: (plan) => formatCount(plan.maxEndpoints) },
  {
    limit: "maxPermanentEndpoints",
    name: "Permanent endpoints",
    text: (plan) => formatCount(plan.maxPermanentEndpoints),
  },
  {
    limit: "endpointValidityMs",
    name: "Endpoint lifetime",
    text: (plan) => formatDuration(plan.endpointValidityMs),
  },
  {
    limit: "maxDailyRequests",
    name: "Requests per day (UTC)",
    text: ({ maxDailyRequests: max }) => formatLimit(max),
  },
  {
    limit: "maxRequestsPerSecond",
    name: "Webhooks per second and endpoint",
    text: ({ maxRequestsPerSecond: max }) => formatLimit(max),
  },
  {
    limit: "maxBodyBytes",
    name: "Maximum body size",
    text: (plan) => formatBytes(plan.maxBodyBytes),
  },
  { limit: "historyMs", name: "Requests kept for", text: (plan) => formatDuration(plan.historyMs) },
  {
    limit: "maxStoredBytes",
    name: "Storage per endpoint",
    text: (plan) => formatBytes(plan.maxStoredBytes),
  },
  { limit: "maxApiKeys", name: "API keys", text: (plan) => formatCount(plan.maxApiKeys) },
  {
    limit: "maxListeners",
    name: "Listeners per endpoint",
    text: (plan) => formatCount(plan.maxListeners),
  },
  { limit: "canReplay", name: "Replay", text: (plan) => (plan.canReplay ? "yes" : "no") },
];

function formatCount(value: number): string {
  return value.toLocaleString("en-US");
}

function formatLimit(max: number | null): string {
  return max === null ? "unlimited" : formatCount(max);
}

function formatDuration(ms: number): string {
  const [unit, length] = ms > DAY_MS ? ["days", DAY_MS] : ["hours", HOUR_MS];
  return `${formatCount(Math.round((ms / length) * 10) / 10)} ${unit}`;
}

/** `512 KiB` */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let [value, power] = [bytes, 0];
  while (value >= 1024 && power < units.length - 1) [value, power] = [value / 1024, power + 1];
  return `${formatCount(Math.round(value * 10) / 10)} ${units[power]}`;
}
