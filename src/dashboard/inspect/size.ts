const UNITS = ["B", "KiB", "MiB", "GiB"] as const;

/** Formats a size in bytes, as the CLI does: 812 B, 1.5 KiB. */
export function sizeText(bytes: number): string {
  let [size, power] = [bytes, 0];
  // If rounding reaches the next unit, use that one: never "1024.0 KiB".
  while (Math.round(size * 10) >= 10_240 && power < UNITS.length - 1) {
    [size, power] = [size / 1_024, power + 1];
  }
  return `${power === 0 ? size : size.toFixed(1)} ${UNITS[power]}`;
}

/** Formats a number: 1,000. */
export function numberText(count: number): string {
  return count.toLocaleString("en-US");
}

/** Formats a count with its noun: 1 request, 1,000 requests. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? "" : "s"}`;
}
