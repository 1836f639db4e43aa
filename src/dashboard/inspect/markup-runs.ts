import type { Run, Tone } from "./text-runs.ts";

/*
 * The highlighter gives HTML, in which captured text stands. It is never made into elements: the
 * page's policy rightly allows no `innerHTML`. It is read for where each colour begins and ends,
 * by its own narrow grammar, and only believed if the text in it is the one that went in. (The
 * library's emitter would spare this, but is private and not what its types say.)
 */
const TOKEN = /<span class="([^"<>]*)">|(<\/span>)|&(amp|lt|gt|quot|#x27);|([^<>&]+)/y;
const REFERENCES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };

/** The beginning of a scope's class says its kind: `hljs-title function_`, `hljs-selector-class`. */
const TONES: [RegExp, Tone][] = [
  [/^hljs-(?:comment|quote|doctag)/, "comment"],
  [/^hljs-(?:string|regexp|link|code|char)/, "string"],
  [/^hljs-(?:number|literal|symbol|bullet)/, "number"],
  [/^hljs-(?:keyword|built_in|type|meta|section|selector-tag|strong|emphasis)/, "keyword"],
  [/^hljs-(?:attr|name|title|property|variable|selector)/, "name"],
  [/^hljs-(?:punctuation|operator|tag)/, "quiet"],
];

/** The runs that highlighted markup stands for; null where it is not that of the text. */
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
