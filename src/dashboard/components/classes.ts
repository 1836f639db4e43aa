/** Joins class names, and skips values that are not text, such as false or undefined. */
export function classes(...names: unknown[]): string {
  return names.filter((name) => typeof name === "string" && name !== "").join(" ");
}
