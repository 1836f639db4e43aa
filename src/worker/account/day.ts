import { DAY_MS } from "../../protocol/time-units.ts";

/** The number of a UTC day, counted from 1970. `now` is in Unix milliseconds. */
export function utcDay(now: number): number {
  return Math.floor(now / DAY_MS);
}

/** When the next UTC day begins, in Unix milliseconds. */
export function nextUtcDay(now: number): number {
  return (utcDay(now) + 1) * DAY_MS;
}
