const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A length of time that a plan names: "24 hours", "30 days". */
export function durationText(ms: number): string {
  const [unit, length] = ms > DAY_MS ? ["day", DAY_MS] : ["hour", HOUR_MS];
  const count = Math.round((ms / length) * 10) / 10;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
