const UNITS = ["B", "KiB", "MiB", "GiB"];

/** Bytes for people. */
export function toSize(bytes: number): string {
  let [size, power] = [bytes, 0];
  while (size >= 1024 && power < UNITS.length - 1) [size, power] = [size / 1024, power + 1];
  return `${power === 0 ? size : size.toFixed(1)} ${UNITS[power]}`;
}

/** The time of day where the user is. */
export function toClock(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", { hour12: false });
}
