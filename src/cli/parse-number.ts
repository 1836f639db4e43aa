import { InvalidArgumentError } from "commander";

/** Parses an option's value as a whole number, 0 or more. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d{1,15}$/.test(text)) return count;
  throw new InvalidArgumentError("It must be a number, 0 or more.");
}
