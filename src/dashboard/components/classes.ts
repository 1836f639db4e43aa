/** Joins class names; whatever is no text, such as false or undefined, is left out. */
export function classes(...names: unknown[]): string {
  return names.filter((name) => typeof name === "string" && name !== "").join(" ");
}
