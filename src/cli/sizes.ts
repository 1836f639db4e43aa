import { SECOND_MS } from "../protocol/time-units.ts";

const UNITS = ["B", "KiB", "MiB", "GiB"];

/** Formats a number of bytes, such as `1.5 MiB`. */
export function toSize(bytes: number): string {
  let [size, power] = [bytes, 0];
  while (size >= 1024 && power < UNITS.length - 1) [size, power] = [size / 1024, power + 1];
  return `${power === 0 ? size : size.toFixed(1)} ${UNITS[power]}`;
}

/** Formats a number, such as `1,000`. */
export function toNumber(count: number): string {
  return count.toLocaleString("en-US");
}

/** Formats a count with its noun, such as `1 request` or `1,000 requests`. */
export function toCount(count: number, noun: string): string {
  return `${toNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Formats milliseconds as seconds, such as `1.5 s`. */
export function toSeconds(ms: number): string {
  return `${(ms / SECOND_MS).toFixed(1)} s`;
}

/** Formats the time of day in the user's time zone. */
export function toClock(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", { hour12: false });
}
