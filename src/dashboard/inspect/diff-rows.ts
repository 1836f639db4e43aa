import type { DiffLine } from "./compare-bodies.ts";

/**
 * One row of two texts side by side. A changed line has both sides; an added or removed one has
 * one.
 */
export interface DiffRow {
  kind: "row";
  before: DiffLine | null;
  after: DiffLine | null;
}

/** Lines that are the same on both sides, and hidden. */
export interface DiffFold {
  kind: "fold";
  rows: DiffRow[];
}

/** Lines of context around a change, as in `diff -u`. */
const CONTEXT_ROWS = 3;

/** Arranges lines in two columns, with each removed line beside the line that replaced it. */
export function pairLines(lines: readonly DiffLine[]): DiffRow[] {
  const rows: DiffRow[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    if (line?.change === "same") {
      rows.push({ kind: "row", before: line, after: line });
      at++;
      continue;
    }
    const end = endOfChange(lines, at);
    const changed = lines.slice(at, end);
    const removed = changed.filter(({ change }) => change === "removed");
    const added = changed.filter(({ change }) => change === "added");
    for (let row = 0; row < Math.max(removed.length, added.length); row++) {
      rows.push({ kind: "row", before: removed[row] ?? null, after: added[row] ?? null });
    }
    at = end;
  }
  return rows;
}

function endOfChange(lines: readonly DiffLine[], from: number): number {
  let end = from;
  while (end < lines.length && lines[end]?.change !== "same") end++;
  return end;
}

export function isSameRow({ before, after }: DiffRow): boolean {
  return before !== null && before === after;
}

/** Folds unchanged rows, except for the context around each change. */
export function foldRows(rows: readonly DiffRow[]): (DiffRow | DiffFold)[] {
  const isNear = nearChanges(rows);
  const folded: (DiffRow | DiffFold)[] = [];
  for (let at = 0; at < rows.length;) {
    let end = at;
    while (end < rows.length && !isNear[end]) end++;
    const far = rows.slice(at, end);
    // A fold takes up a row itself, so a single row is shown instead.
    if (far.length > 1) folded.push({ kind: "fold", rows: far });
    else folded.push(...rows.slice(at, Math.max(end, at + 1)));
    at = Math.max(end, at + 1);
  }
  return folded;
}

function nearChanges(rows: readonly DiffRow[]): boolean[] {
  const isNear = rows.map(() => false);
  for (const [at, row] of rows.entries()) {
    if (isSameRow(row)) continue;
    isNear.fill(true, Math.max(0, at - CONTEXT_ROWS), at + CONTEXT_ROWS + 1);
  }
  return isNear;
}

/** The part of a line between the beginning and the end that both versions share. */
export interface ChangedPart {
  start: number;
  /** End offset in the line before, and in the line after. */
  beforeEnd: number;
  afterEnd: number;
}

/** Finds where two lines differ; null if they share too little for marking to help. */
export function changedPart(before: string, after: string): ChangedPart | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  // Never split a surrogate pair.
  if (isLowSurrogate(before, start) || isLowSurrogate(after, start)) start--;
  if (isLowSurrogate(before, before.length - tail) || isLowSurrogate(after, after.length - tail))
    tail--;
  if (start + tail < shorter / 3) return null;
  return { start, beforeEnd: before.length - tail, afterEnd: after.length - tail };
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
