import { DAY_MS } from "../../protocol/time-units.ts";

/** The UTC day of a time, as the daily allowance counts it: "2026-11-27". */
export function utcDay(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** When the daily allowance resets, in Unix milliseconds. */
export function nextUtcDay(now: number): number {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
}
