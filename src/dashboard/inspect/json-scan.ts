import { problemAt, type TextProblem } from "./text-problem.ts";

export type ContainerKind = "object" | "array";
export type ScalarKind = "string" | "number" | "literal";

/** Callbacks of a scan, in the order of the text. Spans are offsets; nothing is decoded. */
export interface JsonEvents {
  open(kind: ContainerKind, start: number): void;
  close(end: number): void;
  /** The span includes the quotes. */
  key(start: number, end: number): void;
  scalar(kind: ScalarKind, start: number, end: number): void;
}

/**
 * Far deeper than real data. Without a limit, a body of nothing but brackets would fill the memory.
 */
const MAX_DEPTH = 1_000;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /(?:true|false|null)(?![\w$])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/**
 * White space of JSON (RFC 8259 2). In a sequence, a record separator begins each text (RFC 7464).
 */
const SPACE = new Set([" ", "\t", "\n", "\r"]);
const RECORD_SEPARATOR = "\u001e";

class ScanError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Scans a JSON text (RFC 8259) and reports the position of each part. `JSON.parse` would round
 * numbers, drop repeated keys and reorder keys that look like numbers.
 *
 * @param isSequence several texts in a row, as in NDJSON
 * @returns null if the text is valid
 */
export function scanJson(text: string, events: JsonEvents, isSequence = false): TextProblem | null {
  try {
    new JsonScanner(text, events, isSequence).run();
    return null;
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return problemAt(text, error.offset, error.message);
  }
}

class JsonScanner {
  readonly #text: string;
  readonly #events: JsonEvents;
  readonly #isSequence: boolean;
  /** The open containers. Recursion would overflow the call stack. */
  readonly #open: ContainerKind[] = [];
  #at = 0;

  constructor(text: string, events: JsonEvents, isSequence: boolean) {
    this.#text = text;
    this.#events = events;
    this.#isSequence = isSequence;
    if (text.startsWith("\ufeff")) this.#at = 1;
  }

  run(): void {
    let expected: "value" | "key" | "first" | "next" = "value";
    for (;;) {
      this.#skipSpace();
      const inside = this.#open.at(-1);
      if (expected === "next" && !inside) {
        if (this.#at >= this.#text.length) return;
        if (!this.#isSequence) throw this.#fail("unexpected text after the end");
        expected = "value";
      } else if (expected === "next") {
        expected = this.#readSeparator(inside === "object");
      } else if (expected === "first" && this.#isCloser()) {
        expected = this.#close();
      } else if (expected !== "value" && inside === "object") {
        this.#readKey();
        expected = "value";
      } else {
        expected = this.#readValue();
      }
    }
  }

  #readSeparator(isObject: boolean): "key" | "value" | "next" {
    if (this.#isCloser()) return this.#close();
    if (this.#text[this.#at] !== ",") {
      throw this.#fail(`expected "," or "${isObject ? "}" : "]"}"`);
    }
    this.#at++;
    return isObject ? "key" : "value";
  }

  #isCloser(): boolean {
    return this.#text[this.#at] === (this.#open.at(-1) === "object" ? "}" : "]");
  }

  #close(): "next" {
    this.#open.pop();
    this.#at++;
    this.#events.close(this.#at);
    return "next";
  }

  #readKey(): void {
    const start = this.#at;
    if (this.#text[start] !== '"') throw this.#fail("expected a key in double quotes");
    this.#skipString();
    this.#events.key(start, this.#at);
    this.#skipSpace();
    if (this.#text[this.#at] !== ":") throw this.#fail('expected ":"');
    this.#at++;
  }

  #readValue(): "first" | "next" {
    const start = this.#at;
    const first = this.#text[start];
    if (first === "{" || first === "[")
      return this.#readOpening(first === "{" ? "object" : "array");
    if (first === '"') {
      this.#skipString();
      this.#events.scalar("string", start, this.#at);
    } else if (this.#skip(NUMBER)) {
      this.#events.scalar("number", start, this.#at);
    } else if (this.#skip(LITERAL)) {
      this.#events.scalar("literal", start, this.#at);
    } else {
      throw this.#fail("expected a value");
    }
    return "next";
  }

  #readOpening(kind: ContainerKind): "first" {
    if (this.#open.length === MAX_DEPTH) {
      throw this.#fail(`nested deeper than ${MAX_DEPTH.toLocaleString("en-US")} levels`);
    }
    this.#events.open(kind, this.#at);
    this.#open.push(kind);
    this.#at++;
    return "first";
  }

  #skipString(): void {
    const start = this.#at++;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22) break;
      if (Number.isNaN(code)) throw this.#fail("unterminated string", start);
      if (code < 0x20) throw this.#fail("unescaped control character in a string");
      if (code !== 0x5c) this.#at++;
      else if (!this.#skip(ESCAPE)) throw this.#fail("invalid escape in a string");
    }
    this.#at++;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const character = this.#text[this.#at] ?? "";
      const isSkipped =
        SPACE.has(character) || (this.#isSequence && character === RECORD_SEPARATOR);
      if (!isSkipped) return;
      this.#at++;
    }
  }

  #fail(message: string, offset = this.#at): ScanError {
    const suffix = offset >= this.#text.length ? ", but the text ends" : "";
    return new ScanError(`${message}${suffix}`, offset);
  }
}
