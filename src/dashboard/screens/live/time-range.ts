import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../protocol/time-units.ts";

/** Preset ranges. Each has an open end, so new requests are included. */
export const PRESETS: readonly (readonly [label: string, ms: number])[] = [
  ["Last 15 minutes", 15 * MINUTE_MS],
  ["Last hour", HOUR_MS],
  ["Last 24 hours", DAY_MS],
  ["Last 7 days", 7 * DAY_MS],
];

/** A range of times; "" is open. ISO 8601. */
export interface TimeRange {
  since: string;
  until: string;
}

export const ANY_TIME: TimeRange = { since: "", until: "" };

/** Fixed when it is chosen, so that a shared URL shows the same range. */
export function rangeOf(ms: number, now: number): TimeRange {
  return { since: new Date(now - ms).toISOString(), until: "" };
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** A short text in the reader's time zone: "Since 14:03", "27 Nov 10:00 – 12:30". */
export function rangeText({ since, until }: TimeRange, now: number): string {
  if (since === "" && until === "") return "Any time";
  if (until === "") return `Since ${momentText(since, now)}`;
  if (since === "") return `Until ${momentText(until, now)}`;
  const isSameDay = dayText(since) === dayText(until);
  return `${momentText(since, now)} – ${isSameDay ? timeText(until) : momentText(until, now)}`;
}

function momentText(iso: string, now: number): string {
  const isToday = dayText(iso) === DAY.format(now);
  return isToday ? timeText(iso) : `${dayText(iso)} ${timeText(iso)}`;
}

const dayText = (iso: string) => DAY.format(new Date(iso));
const timeText = (iso: string) => TIME.format(new Date(iso));

/** The value of an `<input type="datetime-local">`: in the reader's time zone, to the second. */
export function toInput(iso: string): string {
  if (iso === "") return "";
  const date = new Date(iso);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS);
  return local.toISOString().slice(0, 19);
}

/** The inverse of `toInput`; "" if the text is not a time. */
export function fromInput(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString();
}
