const FIRST_CEILING_MS = 500;
const LAST_CEILING_MS = 30_000;

/**
 * How long to wait before the next try: exponential with full jitter, so that the listeners of a
 * server that comes back do not all come at once.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures how many tries have failed in a row, 1 or more
 * @param random gives a number from 0 to 1, 1 excluded
 * @returns milliseconds, 0 to 30,000
 */
export function backoffMs(failures: number, random: () => number): number {
  const ceiling = Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** (failures - 1));
  return Math.floor(random() * ceiling);
}
