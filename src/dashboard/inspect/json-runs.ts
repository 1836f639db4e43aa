import { scanJson, type JsonEvents, type ScalarKind } from "./json-scan.ts";
import type { Run, Tone } from "./text-runs.ts";

const TONES: Record<ScalarKind, Tone> = { string: "string", number: "number", literal: "keyword" };

/**
 * Colours a JSON text up to its first error. With our own scanner, the library need not be loaded.
 */
export function jsonRuns(text: string, isSequence = false): Run[] {
  const runs: Run[] = [];
  const events: JsonEvents = {
    open: () => {},
    close: () => {},
    key: (start, end) => void runs.push({ start, end, tone: "name" }),
    scalar: (kind, start, end) => void runs.push({ start, end, tone: TONES[kind] }),
  };
  scanJson(text, events, isSequence);
  return runs;
}
