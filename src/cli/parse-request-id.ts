import { usageFailure } from "./failure.ts";

/** Parses a request id. Refuses a request's number, which is unique within one endpoint only. */
export function parseRequestId(text: string): string {
  if (!/^#?\d+$/.test(text)) return text;
  throw usageFailure(
    `${text} is a request number, not an id.`,
    "Run `hooknexus requests ls` to see the ids next to the numbers.",
  );
}
