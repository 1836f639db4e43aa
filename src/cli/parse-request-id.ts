import { usageFailure } from "./failure.ts";

/** Reads a request's id. Its number, which stands beside it in lists, is another endpoint's too. */
export function parseRequestId(text: string): string {
  if (!/^#?\d+$/.test(text)) return text;
  throw usageFailure(
    `${text} is the number of a request in its endpoint, and no id.`,
    "Type `hooknexus requests ls` to see the ids beside the numbers.",
  );
}
