import { DAY_MS } from "../../../../protocol/time-units.ts";

export type ExpiryChoice = "7" | "30" | "90" | "365" | "never" | "date";

export const EXPIRY_OPTIONS: readonly (readonly [ExpiryChoice, string])[] = [
  ["7", "In 7 days"],
  ["30", "In 30 days"],
  ["90", "In 90 days"],
  ["365", "In a year"],
  ["date", "On a day…"],
  ["never", "Never"],
];

/**
 * When a key ends, as the server takes it; null: never. A day ends where the reader is.
 * @param date "2026-11-30", where the choice is "date"
 * @returns undefined where there is no such day
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

/** Today where the reader is, as a date field has it. */
export function dayOf(now: number): string {
  const date = new Date(now);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
