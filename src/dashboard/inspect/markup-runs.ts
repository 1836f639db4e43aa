import type { Run, Tone } from "./text-runs.ts";

/*
 * The highlighter returns HTML that contains captured text. It never becomes elements: the content
 * security policy rightly forbids `innerHTML`. Only the narrow grammar that the library writes is
 * parsed, to learn where each colour begins and ends, and the result only counts if its text is
 * exactly the input. (The library's emitter would spare this, but it is private and differs from
 * its types.)
 */
const TOKEN = /<span class="([^"<>]*)">|(<\/span>)|&(amp|lt|gt|quot|#x27);|([^<>&]+)/y;
const REFERENCES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };

/**
 * The beginning of a scope's class tells its kind: `hljs-title function_`, `hljs-selector-class`.
 */
const TONES: [RegExp, Tone][] = [
  [/^hljs-(?:comment|quote|doctag)/, "comment"],
  [/^hljs-(?:string|regexp|link|code|char)/, "string"],
  [/^hljs-(?:number|literal|symbol|bullet)/, "number"],
  [/^hljs-(?:keyword|built_in|type|meta|section|selector-tag|strong|emphasis)/, "keyword"],
  [/^hljs-(?:attr|name|title|property|variable|selector)/, "name"],
  [/^hljs-(?:punctuation|operator|tag)/, "quiet"],
];

/** Converts highlighted markup to runs; null if it is not the markup of exactly this text. */
export function markupRuns(markup: string, text: string): Run[] | null {
  const runs: Run[] = [];
  const scopes: (Tone | null)[] = [];
  let at = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < markup.length) {
    const token = TOKEN.exec(markup);
    if (!token) return null;
    const [, scope, end, reference, plain] = token;
    if (scope !== undefined) scopes.push(toneOf(scope) ?? scopes.at(-1) ?? null);
    else if (end !== undefined) scopes.pop();
    else {
      const shown = reference === undefined ? (plain ?? "") : (REFERENCES[reference] ?? "");
      if (!text.startsWith(shown, at)) return null;
      addRun(runs, at, at + shown.length, scopes.at(-1) ?? null);
      at += shown.length;
    }
  }
  return at === text.length ? runs : null;
}

function toneOf(scope: string): Tone | undefined {
  return TONES.find(([pattern]) => pattern.test(scope))?.[1];
}

function addRun(runs: Run[], start: number, end: number, tone: Tone | null): void {
  const last = runs.at(-1);
  if (tone === null) return;
  if (last?.tone === tone && last.end === start) last.end = end;
  else runs.push({ start, end, tone });
}
