import { DAY_MS } from "../../../../protocol/time-units.ts";

export type ExpiryChoice = "7" | "30" | "90" | "365" | "never" | "date";

export const EXPIRY_OPTIONS: readonly (readonly [ExpiryChoice, string])[] = [
  ["7", "In 7 days"],
  ["30", "In 30 days"],
  ["90", "In 90 days"],
  ["365", "In 1 year"],
  ["date", "On a date…"],
  ["never", "Never"],
];

/**
 * When a key expires, in ISO 8601; null for never. A chosen date ends in the reader's time zone.
 * @param date "2026-11-30"; used if the choice is "date"
 * @returns undefined if the date is invalid
 */
export function expiryOf(
  choice: ExpiryChoice,
  date: string,
  now: number,
): string | null | undefined {
  if (choice === "never") return null;
  if (choice !== "date") return new Date(now + Number(choice) * DAY_MS).toISOString();
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}

/** Today in the reader's time zone, in the format of a date input. */
export function dayOf(now: number): string {
  const date = new Date(now);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
