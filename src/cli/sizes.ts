const UNITS = ["B", "KiB", "MiB", "GiB"];

/** Bytes for people. */
export function toSize(bytes: number): string {
  let [size, power] = [bytes, 0];
  while (size >= 1024 && power < UNITS.length - 1) [size, power] = [size / 1024, power + 1];
  return `${power === 0 ? size : size.toFixed(1)} ${UNITS[power]}`;
}

/** A number for people: 1,000. */
export function toNumber(count: number): string {
  return count.toLocaleString("en-US");
}

/** So many of something: 1 request, 1,000 requests. */
export function toCount(count: number, noun: string): string {
  return `${toNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** The time of day where the user is. */
export function toClock(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", { hour12: false });
}
