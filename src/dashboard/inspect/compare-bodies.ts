import { bodyKind } from "./body-kind.ts";
import type { Bytes } from "./body-bytes.ts";
import { prettyJson } from "./json-pretty.ts";

/** One line of a comparison. Line numbers are 1-based; null on a side without this line. */
export interface DiffLine {
  change: "same" | "added" | "removed";
  text: string;
  before: number | null;
  after: number | null;
}

export type BodyChanges =
  | { kind: "same" }
  | { kind: "lines"; lines: DiffLine[] }
  /**
   * Binary, too large or too different: the sizes in bytes, and the offset of the first difference.
   */
  | { kind: "bytes"; before: number; after: number; firstDifference: number };

interface Body {
  contentType: string | null;
  bytes: Bytes;
}

/** A diff takes time quadratic in the number of edits, so size, edits and time are limited. */
const MAX_COMPARED_BYTES = 1024 * 1024;
const MAX_EDITS = 5_000;
const MAX_MS = 2_000;

/**
 * Compares two bodies line by line, after pretty-printing JSON. Bodies that can't be compared as
 * text are compared as bytes.
 */
export async function compareBodies(before: Body, after: Body): Promise<BodyChanges> {
  const firstDifference = firstDifferenceAt(before.bytes, after.bytes);
  if (firstDifference === null) return { kind: "same" };
  const [left, right] = [comparedText(before), comparedText(after)];
  const lines = left === null || right === null ? null : await diffLines(left, right);
  if (lines) return { kind: "lines", lines };
  const sizes = { before: before.bytes.length, after: after.bytes.length };
  return { kind: "bytes", ...sizes, firstDifference };
}

/** Offset of the first byte that differs; null if none does. */
function firstDifferenceAt(before: Bytes, after: Bytes): number | null {
  const length = Math.min(before.length, after.length);
  for (let at = 0; at < length; at++) if (before[at] !== after[at]) return at;
  return before.length === after.length ? null : length;
}

function comparedText({ contentType, bytes }: Body): string | null {
  if (bytes.length > MAX_COMPARED_BYTES) return null;
  const body = bodyKind(contentType, bytes);
  switch (body.kind) {
    case "empty":
      return "";
    case "json":
    case "ndjson":
      return prettyJson(body.text, body.kind === "ndjson") ?? body.text;
    case "form":
      return body.text.replaceAll("&", "\n");
    case "xml":
    case "text":
      return body.text;
    default:
      return null;
  }
}

/** Null if the texts differ too much. The library is loaded for the first comparison. */
async function diffLines(before: string, after: string): Promise<DiffLine[] | null> {
  const { diffArrays } = await import("diff");
  const options = { maxEditLength: MAX_EDITS, timeout: MAX_MS };
  const changes = diffArrays(before.split(/\r?\n/), after.split(/\r?\n/), options);
  if (!changes) return null;
  const numbers = { before: 0, after: 0 };
  return changes.flatMap(({ value, added, removed }) =>
    value.map((text): DiffLine => ({
      change: added ? "added" : removed ? "removed" : "same",
      text,
      before: added ? null : ++numbers.before,
      after: removed ? null : ++numbers.after,
    })),
  );
}
