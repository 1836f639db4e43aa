import { bodyKind } from "./body-kind.ts";
import type { Bytes } from "./body-bytes.ts";
import { prettyJson } from "./json-pretty.ts";

/** One line of a comparison, with its number on each side that has it; numbers count from 1. */
export interface DiffLine {
  change: "same" | "added" | "removed";
  text: string;
  before: number | null;
  after: number | null;
}

export type BodyChanges =
  | { kind: "same" }
  | { kind: "lines"; lines: DiffLine[] }
  /** Not text, or too much of it: sizes, and where the first byte differs. */
  | { kind: "bytes"; before: number; after: number; firstDifference: number };

interface Body {
  contentType: string | null;
  bytes: Bytes;
}

/** Finding the shortest list of changes takes their number squared. */
const MAX_COMPARED_BYTES = 1024 * 1024;
const MAX_EDITS = 5_000;
const MAX_MS = 2_000;

/** Compares two bodies line by line, JSON over several lines; else by their bytes. */
export async function compareBodies(before: Body, after: Body): Promise<BodyChanges> {
  const firstDifference = differAt(before.bytes, after.bytes);
  if (firstDifference === null) return { kind: "same" };
  const [left, right] = [comparedText(before), comparedText(after)];
  const lines = left === null || right === null ? null : await diffLines(left, right);
  if (lines) return { kind: "lines", lines };
  const sizes = { before: before.bytes.length, after: after.bytes.length };
  return { kind: "bytes", ...sizes, firstDifference };
}

/** Where two run apart; null where they do not. */
function differAt(before: Bytes, after: Bytes): number | null {
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

/** The library is loaded with the first comparison. Null: they differ too much to say how. */
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
