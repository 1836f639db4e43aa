import { scanJson, type ContainerKind, type JsonEvents, type ScalarKind } from "./json-scan.ts";

const INDENT = "  ";
/** Indentation can make a thousand nested brackets a thousand times longer. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/**
 * Pretty-prints a JSON text and keeps each key and value exactly as written.
 *
 * @param isSequence several texts in a row (NDJSON)
 * @returns null if the text is not JSON, or the result would be too long
 */
export function prettyJson(
  text: string,
  isSequence = false,
  maxCharacters = MAX_CHARACTERS,
): string | null {
  const writer = new PrettyWriter(text, maxCharacters);
  const problem = scanJson(text, writer, isSequence);
  return problem ? null : writer.written();
}

class PrettyWriter implements JsonEvents {
  readonly #text: string;
  readonly #maxCharacters: number;
  readonly #open: { kind: ContainerKind; isEmpty: boolean }[] = [];
  #out = "";
  #isAfterKey = false;

  constructor(text: string, maxCharacters: number) {
    this.#text = text;
    this.#maxCharacters = maxCharacters;
  }

  written(): string | null {
    return this.#isTooLong() ? null : this.#out;
  }

  open(kind: ContainerKind): void {
    this.#begin();
    this.#write(kind === "object" ? "{" : "[");
    this.#open.push({ kind, isEmpty: true });
  }

  close(): void {
    const closed = this.#open.pop();
    if (!closed?.isEmpty) this.#breakLine();
    this.#write(closed?.kind === "object" ? "}" : "]");
  }

  key(start: number, end: number): void {
    this.#begin();
    this.#write(`${this.#text.slice(start, end)}: `);
    this.#isAfterKey = true;
  }

  scalar(_kind: ScalarKind, start: number, end: number): void {
    this.#begin();
    this.#write(this.#text.slice(start, end));
  }

  /** Starts a new line for the next item. Only a value stays on the line of its key. */
  #begin(): void {
    if (this.#isAfterKey) {
      this.#isAfterKey = false;
      return;
    }
    const inside = this.#open.at(-1);
    if (inside && !inside.isEmpty) this.#write(",");
    if (inside) inside.isEmpty = false;
    if (inside || this.#out !== "") this.#breakLine();
  }

  #breakLine(): void {
    this.#write(`\n${INDENT.repeat(this.#open.length)}`);
  }

  #write(part: string): void {
    if (!this.#isTooLong()) this.#out += part;
  }

  #isTooLong(): boolean {
    return this.#out.length > this.#maxCharacters;
  }
}
