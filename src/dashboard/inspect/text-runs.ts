/** The role of a piece of text, which decides its colour. */
export type Tone = "name" | "string" | "number" | "keyword" | "comment" | "quiet";

/** A range of a text in one colour. Text between runs has no colour. */
export interface Run {
  start: number;
  end: number;
  tone: Tone;
}

/** A piece of a row: its text, and its colour if it has one. */
export interface Piece {
  text: string;
  tone: Tone | null;
}

/** The pieces of a text between two offsets. Runs must be in order and must not overlap. */
export function piecesBetween(
  text: string,
  runs: readonly Run[],
  start: number,
  end: number,
): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  for (let index = firstEndingAfter(runs, start); at < end; index++) {
    const run = runs[index];
    const runStart = Math.min(run?.start ?? end, end);
    if (runStart > at) pieces.push({ text: text.slice(at, runStart), tone: null });
    at = Math.max(at, runStart);
    if (!run || at >= end) break;
    const runEnd = Math.min(run.end, end);
    if (runEnd > at) pieces.push({ text: text.slice(at, runEnd), tone: run.tone });
    at = Math.max(at, runEnd);
  }
  return pieces;
}

function firstEndingAfter(runs: readonly Run[], offset: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
