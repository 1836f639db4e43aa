import type { Usage } from "../../client/index.ts";
import { NEAR_LIMIT } from "../components/meter.tsx";

/** A limit of the plan that somebody should know of before a sender does. */
export interface LimitWarning {
  what: "requests" | "endpoints";
  level: "near" | "reached";
  current: number;
  limit: number;
}

/** The limits that are near or reached, what turns webhooks away first. */
export function limitWarnings({ requests, endpoints }: Usage): LimitWarning[] {
  const counted = [
    { what: "requests", ...requests },
    { what: "endpoints", ...endpoints },
  ] as const;
  return counted.flatMap(({ what, current, limit }) => {
    if (limit === null || current < limit * NEAR_LIMIT) return [];
    return [{ what, current, limit, level: current >= limit ? "reached" : "near" }];
  });
}

/** A name for it, for the day: once dismissed as near, it is said again when it is reached. */
export function warningKey({ what, level }: LimitWarning): string {
  return `${what}-${level}`;
}
