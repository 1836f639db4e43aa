import { InvalidArgumentError } from "commander";

/** Reads the value of an option that is a count: 0, 1, 2… */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d{1,15}$/.test(text)) return count;
  throw new InvalidArgumentError("It must be a number, 0 or more.");
}
