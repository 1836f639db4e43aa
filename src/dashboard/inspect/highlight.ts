import type { HLJSApi, LanguageFn } from "highlight.js";
import type { Language } from "./declared-kind.ts";
import { markupRuns } from "./markup-runs.ts";
import type { Run, Tone } from "./text-runs.ts";
import { scanJson, type JsonEvents, type ScalarKind } from "./json-scan.ts";

type LibraryLanguage = Exclude<Language, "plain" | "json">;

interface Grammar {
  /** The library's name for the language. */
  name: string;
  /**
   * Longer texts get no colours. Some grammars take quadratic time on hostile texts, and block the
   * page meanwhile; within these limits, that is a third of a second at most.
   */
  maxCharacters: number;
  load(): Promise<{ default: LanguageFn }>;
}

const KIB = 1024;
/** Styles and scripts inside HTML get no colours, because their grammars are the slow ones. */
const xml: Grammar = {
  name: "xml",
  maxCharacters: 64 * KIB,
  load: () => import("highlight.js/lib/languages/xml"),
};

const GRAMMARS: Record<LibraryLanguage, Grammar> = {
  html: xml,
  xml,
  css: {
    name: "css",
    maxCharacters: 32 * KIB,
    load: () => import("highlight.js/lib/languages/css"),
  },
  javascript: {
    name: "javascript",
    maxCharacters: 8 * KIB,
    load: () => import("highlight.js/lib/languages/javascript"),
  },
  yaml: {
    name: "yaml",
    maxCharacters: 16 * KIB,
    load: () => import("highlight.js/lib/languages/yaml"),
  },
  graphql: {
    name: "graphql",
    maxCharacters: 8 * KIB,
    load: () => import("highlight.js/lib/languages/graphql"),
  },
  markdown: {
    name: "markdown",
    maxCharacters: 8 * KIB,
    load: () => import("highlight.js/lib/languages/markdown"),
  },
};

/** Our own scanner reads JSON in one pass, so it can handle longer texts. */
const MAX_JSON_CHARACTERS = 2 * KIB * KIB;

/**
 * Colours a text. Returns no runs if the text is too long or plain. The library and each grammar
 * are loaded when a text first needs them.
 */
export async function highlight(text: string, language: Language): Promise<Run[]> {
  if (language === "plain") return [];
  if (language === "json") return text.length > MAX_JSON_CHARACTERS ? [] : jsonRuns(text, true);
  const grammar = GRAMMARS[language];
  if (text.length > grammar.maxCharacters) return [];
  const highlighter = await load(grammar);
  const { value } = highlighter.highlight(text, { language: grammar.name, ignoreIllegals: true });
  return markupRuns(value, text) ?? [];
}

let loading: Promise<HLJSApi> | null = null;

async function load({ name, load: loadGrammar }: Grammar): Promise<HLJSApi> {
  loading ??= import("highlight.js/lib/core").then(({ default: library }) => library.newInstance());
  const [highlighter, { default: grammar }] = await Promise.all([loading, loadGrammar()]);
  if (!highlighter.getLanguage(name)) highlighter.registerLanguage(name, grammar);
  return highlighter;
}

const TONES: Record<ScalarKind, Tone> = { string: "string", number: "number", literal: "keyword" };

/**
 * Colours a JSON text up to its first error. With our own scanner, the library need not be loaded.
 */
function jsonRuns(text: string, isSequence = false): Run[] {
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
