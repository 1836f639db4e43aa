import { SECOND_MS } from "../protocol/time-units.ts";

const FIRST_CEILING_MS = 500;
const LAST_CEILING_MS = 30 * SECOND_MS;

/**
 * How long to wait before the next attempt: exponential backoff with full jitter, so that the
 * listeners of a restarted server do not all reconnect together.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures consecutive failed attempts, 1 or more
 * @param random returns a number from 0 to 1, 1 excluded
 * @returns milliseconds, from 0 to just below 30,000
 */
export function backoffMs(failures: number, random: () => number): number {
  const ceiling = Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** (failures - 1));
  return Math.floor(random() * ceiling);
}
