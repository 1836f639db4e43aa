import type { Plan } from "./plans.ts";
import { DAY_MS, HOUR_MS } from "./time-units.ts";

/** One line of the table of plans as people read it. */
export interface PlanRow {
  limit: keyof Plan;
  name: string;
  /** What a plan allows of it, in words. */
  say: (plan: Plan) => string;
}

/** Every limit that a plan has, in the order in which they are shown. */
export const PLAN_ROWS: readonly PlanRow[] = [
  { limit: "maxEndpoints", name: "Endpoints", say: (plan) => count(plan.maxEndpoints) },
  {
    limit: "maxPermanentEndpoints",
    name: "of them permanent",
    say: (plan) => count(plan.maxPermanentEndpoints),
  },
  {
    limit: "endpointValidityMs",
    name: "An endpoint lives for",
    say: (plan) => time(plan.endpointValidityMs),
  },
  {
    limit: "maxDailyRequests",
    name: "Requests a day (UTC)",
    say: ({ maxDailyRequests: max }) => (max === null ? "unlimited" : count(max)),
  },
  { limit: "maxBodyBytes", name: "Largest body", say: (plan) => sizeInWords(plan.maxBodyBytes) },
  { limit: "historyMs", name: "History kept for", say: (plan) => time(plan.historyMs) },
  {
    limit: "maxStoredBytes",
    name: "Stored per endpoint",
    say: (plan) => sizeInWords(plan.maxStoredBytes),
  },
  { limit: "maxApiKeys", name: "API keys", say: (plan) => count(plan.maxApiKeys) },
  {
    limit: "maxListeners",
    name: "Listeners per endpoint",
    say: (plan) => count(plan.maxListeners),
  },
  { limit: "canReplay", name: "Replay", say: (plan) => (plan.canReplay ? "yes" : "no") },
];

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function time(ms: number): string {
  const [unit, length] = ms > DAY_MS ? ["days", DAY_MS] : ["hours", HOUR_MS];
  return `${count(Math.round((ms / length) * 10) / 10)} ${unit}`;
}

/** `512 KiB` */
export function sizeInWords(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let [value, power] = [bytes, 0];
  while (value >= 1024 && power < units.length - 1) [value, power] = [value / 1024, power + 1];
  return `${count(Math.round(value * 10) / 10)} ${units[power]}`;
}
