import { scanJson, type ContainerKind, type JsonEvents, type ScalarKind } from "./json-scan.ts";

const INDENT = "  ";
/** Brackets alone, a thousand deep, would be a thousand times as long when they are indented. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/**
 * A JSON text over several lines, each value and key exactly as it was written.
 *
 * @param isSequence one text after the other (NDJSON)
 * @returns null where it is no JSON, or would get too long: show it as it came
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

  /** Whatever comes next is on a line of its own, but a value stands behind its key. */
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
