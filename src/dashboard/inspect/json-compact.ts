import { scanJson, type ContainerKind, type JsonEvents, type ScalarKind } from "./json-scan.ts";

/**
 * A JSON text without any white space, each value and key exactly as it was written: reading it
 * into numbers and writing those would change the ones that no double holds.
 *
 * @returns null where it is no JSON
 */
export function compactJson(text: string): string | null {
  const writer = new CompactWriter(text);
  return scanJson(text, writer) ? null : writer.parts.join("");
}

class CompactWriter implements JsonEvents {
  readonly parts: string[] = [];
  readonly #text: string;
  readonly #closers: string[] = [];
  /** What stands just before needs no comma: an opening bracket, a key, or nothing. */
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
