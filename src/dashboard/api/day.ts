import { DAY_MS } from "../../protocol/time-units.ts";

/** The UTC day that a moment is in, as the daily allowance counts: "2026-11-27". */
export function utcDay(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** When today's allowance starts anew, in Unix milliseconds. */
export function nextUtcDay(now: number): number {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
}
