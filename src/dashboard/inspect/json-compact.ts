import { scanJson, type ContainerKind, type JsonEvents, type ScalarKind } from "./json-scan.ts";

/**
 * Removes the white space from a JSON text and keeps each key and value exactly as written. Parsing
 * and writing it again would change numbers that a double can't hold.
 *
 * @returns null if the text is not JSON
 */
export function compactJson(text: string): string | null {
  const writer = new CompactWriter(text);
  return scanJson(text, writer) ? null : writer.parts.join("");
}

class CompactWriter implements JsonEvents {
  readonly parts: string[] = [];
  readonly #text: string;
  readonly #closers: string[] = [];
  /** After an opening bracket, after a key and at the start, no comma is needed. */
  #isFirst = true;

  constructor(text: string) {
    this.#text = text;
  }

  open(kind: ContainerKind): void {
    this.#value(kind === "object" ? "{" : "[");
    this.#closers.push(kind === "object" ? "}" : "]");
    this.#isFirst = true;
  }

  close(): void {
    this.parts.push(this.#closers.pop() ?? "");
    this.#isFirst = false;
  }

  key(start: number, end: number): void {
    this.#value(`${this.#text.slice(start, end)}:`);
    this.#isFirst = true;
  }

  scalar(_kind: ScalarKind, start: number, end: number): void {
    this.#value(this.#text.slice(start, end));
  }

  #value(written: string): void {
    if (!this.#isFirst) this.parts.push(",");
    this.parts.push(written);
    this.#isFirst = false;
  }
}
