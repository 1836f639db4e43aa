import { scanJson, type JsonEvents, type ScalarKind } from "./json-scan.ts";
import type { Run, Tone } from "./text-runs.ts";

const TONES: Record<ScalarKind, Tone> = { string: "string", number: "number", literal: "keyword" };

/** The colours of a JSON text, up to where it breaks. Our own reading of it costs no library. */
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
