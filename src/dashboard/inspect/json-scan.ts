import { problemAt, type TextProblem } from "./text-problem.ts";

export type ContainerKind = "object" | "array";
export type ScalarKind = "string" | "number" | "literal";

/** What a scan comes by, in the order of the text. Spans are offsets: nothing is decoded. */
export interface JsonEvents {
  open(kind: ContainerKind, start: number): void;
  close(end: number): void;
  /** With its quotes. */
  key(start: number, end: number): void;
  scalar(kind: ScalarKind, start: number, end: number): void;
}

/** Far beyond what anyone means; a body of brackets alone would else fill the memory. */
export const MAX_DEPTH = 1_000;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /(?:true|false|null)(?![\w$])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** RFC 8259 2; and the record separator, which begins each text of a sequence (RFC 7464). */
const SPACE = new Set([" ", "\t", "\n", "\r"]);
const RECORD_SEPARATOR = "\u001e";

class Unreadable extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads a JSON text (RFC 8259) from its beginning to its end, and tells what stands where.
 * `JSON.parse` would round numbers, drop repeated keys and order keys that look like numbers.
 *
 * @param isSequence one text after the other, as in NDJSON
 * @returns null where all of it is well-formed
 */
export function scanJson(text: string, events: JsonEvents, isSequence = false): TextProblem | null {
  try {
    new JsonScanner(text, events, isSequence).run();
    return null;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return problemAt(text, error.offset, error.message);
  }
}

class JsonScanner {
  readonly #text: string;
  readonly #events: JsonEvents;
  readonly #isSequence: boolean;
  /** What encloses the place that is read. A stack of our own: a call stack would overflow. */
  readonly #open: ContainerKind[] = [];
  #at = 0;

  constructor(text: string, events: JsonEvents, isSequence: boolean) {
    this.#text = text;
    this.#events = events;
    this.#isSequence = isSequence;
    if (text.startsWith("\ufeff")) this.#at = 1;
  }

  run(): void {
    let isDue: "value" | "key" | "first" | "next" = "value";
    for (;;) {
      this.#skipSpace();
      const inside = this.#open.at(-1);
      if (isDue === "next" && !inside) {
        if (this.#at >= this.#text.length) return;
        if (!this.#isSequence) throw this.#fail("Something follows where the JSON has ended");
        isDue = "value";
      } else if (isDue === "next") {
        isDue = this.#takeSeparator(inside === "object");
      } else if (isDue === "first" && this.#isCloser()) {
        isDue = this.#close();
      } else if (isDue !== "value" && inside === "object") {
        this.#takeKey();
        isDue = "value";
      } else {
        isDue = this.#takeValue();
      }
    }
  }

  #takeSeparator(isObject: boolean): "key" | "value" | "next" {
    if (this.#isCloser()) return this.#close();
    if (this.#text[this.#at] !== ",") {
      throw this.#fail(`A "," or "${isObject ? "}" : "]"}" is due here`);
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

  #takeKey(): void {
    const start = this.#at;
    if (this.#text[start] !== '"') throw this.#fail("A key in double quotes is due here");
    this.#skipString();
    this.#events.key(start, this.#at);
    this.#skipSpace();
    if (this.#text[this.#at] !== ":") throw this.#fail('A ":" is due here');
    this.#at++;
  }

  #takeValue(): "first" | "next" {
    const start = this.#at;
    const first = this.#text[start];
    if (first === "{" || first === "[")
      return this.#takeOpening(first === "{" ? "object" : "array");
    if (first === '"') {
      this.#skipString();
      this.#events.scalar("string", start, this.#at);
    } else if (this.#skip(NUMBER)) {
      this.#events.scalar("number", start, this.#at);
    } else if (this.#skip(LITERAL)) {
      this.#events.scalar("literal", start, this.#at);
    } else {
      throw this.#fail("A value is due here");
    }
    return "next";
  }

  #takeOpening(kind: ContainerKind): "first" {
    if (this.#open.length === MAX_DEPTH) {
      throw this.#fail(`It is nested deeper than ${MAX_DEPTH.toLocaleString("en-US")} levels`);
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
      if (Number.isNaN(code)) throw this.#fail("This string does not end", start);
      if (code < 0x20) throw this.#fail("A string has a control character that is not escaped");
      if (code !== 0x5c) this.#at++;
      else if (!this.#skip(ESCAPE)) throw this.#fail("A string has an escape that is none");
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

  #fail(message: string, offset = this.#at): Unreadable {
    const end = offset >= this.#text.length ? ", and the text ends" : "";
    return new Unreadable(`${message}${end}.`, offset);
  }
}
