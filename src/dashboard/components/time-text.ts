import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../protocol/time-units.ts";
import { countText } from "../inspect/size.ts";

/** A relative time for a quick look: "now", "12 s ago", "3 h ago", "in 2 d". */
export function relativeTime(ms: number, now: number): string {
  const past = now - ms;
  const distance = Math.abs(past);
  // Clocks of two machines differ, so a time a few seconds ahead means now.
  if (past < 5 * SECOND_MS && past > -5 * SECOND_MS) return "now";
  return past > 0 ? `${rounded(distance)} ago` : `in ${rounded(distance)}`;
}

function rounded(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
}

/** The time left in its two largest units: "29 d 23 h", "5 min 3 s"; "" if none is left. */
export function countdown(ms: number): string {
  if (ms <= 0) return "";
  const parts: [number, string][] = [
    [Math.floor(ms / DAY_MS), "d"],
    [Math.floor((ms % DAY_MS) / HOUR_MS), "h"],
    [Math.floor((ms % HOUR_MS) / MINUTE_MS), "min"],
    [Math.floor((ms % MINUTE_MS) / SECOND_MS), "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "1 s";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

const ABSOLUTE = new Intl.DateTimeFormat("en-GB", {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** In the user's time zone: "27 Nov 2026, 14:03:09". */
export function absoluteTime(ms: number): string {
  return ABSOLUTE.format(ms);
}

const DATE = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "long", day: "numeric" });

/** A day in the reader's own time zone: "27 November 2026". */
export function dateText(iso: string): string {
  return DATE.format(new Date(iso));
}

/** A length of time that a plan names: "24 hours", "30 days". */
export function durationText(ms: number): string {
  const [unit, length] = ms > DAY_MS ? ["day", DAY_MS] : ["hour", HOUR_MS];
  return countText(Math.round((ms / length) * 10) / 10, unit);
}
