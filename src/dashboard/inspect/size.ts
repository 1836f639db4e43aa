const UNITS = ["B", "KiB", "MiB", "GiB"] as const;

/** Bytes for people, as the command line says them too: 812 B, 1.5 KiB. */
export function sizeText(bytes: number): string {
  let [size, power] = [bytes, 0];
  // Rounded up to the next unit, it is said in that one: never "1024.0 KiB".
  while (Math.round(size * 10) >= 10_240 && power < UNITS.length - 1) {
    [size, power] = [size / 1_024, power + 1];
  }
  return `${power === 0 ? size : size.toFixed(1)} ${UNITS[power]}`;
}

/** A number for people: 1,000. */
export function numberText(count: number): string {
  return count.toLocaleString("en-US");
}

/** So many of something: 1 request, 1,000 requests. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? "" : "s"}`;
}
