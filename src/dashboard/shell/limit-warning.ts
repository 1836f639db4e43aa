import type { Usage } from "../../client/index.ts";
import { NEAR_LIMIT } from "../components/meter.tsx";

/** A plan limit to warn the user of, before senders meet it. */
export interface LimitWarning {
  resource: "requests" | "endpoints";
  level: "near" | "reached";
  current: number;
  limit: number;
}

/** The limits that are near or reached. The one that turns webhooks away comes first. */
export function limitWarnings({ requests, endpoints }: Usage): LimitWarning[] {
  const counted = [
    { resource: "requests", ...requests },
    { resource: "endpoints", ...endpoints },
  ] as const;
  return counted.flatMap(({ resource, current, limit }) => {
    if (limit === null || current < limit * NEAR_LIMIT) return [];
    return [{ resource, current, limit, level: current >= limit ? "reached" : "near" }];
  });
}

/**
 * The key for dismissing a warning. It includes the level, so that a warning dismissed as near
 * shows again once the limit is reached.
 */
export function warningKey({ resource, level }: LimitWarning): string {
  return `${resource}-${level}`;
}
