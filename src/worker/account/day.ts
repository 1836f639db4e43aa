const DAY_MS = 86_400_000;

/** The number of a UTC day. `now` is in Unix milliseconds. */
export function utcDay(now: number): number {
  return Math.floor(now / DAY_MS);
}

/** When the day after begins, in Unix milliseconds. */
export function nextUtcDay(now: number): number {
  return (utcDay(now) + 1) * DAY_MS;
}
