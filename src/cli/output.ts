import { styleText } from "node:util";
import { manyLines, safeJson } from "./escape.ts";
import type { Failure } from "./failure.ts";

type Style = Parameters<typeof styleText>[0];

export interface OutputOptions {
  json?: boolean | undefined;
  quiet?: boolean | undefined;
}

/**
 * What a command says. Results go to stdout, as lines for people or as one JSON object a line;
 * what is said beside them (notes, progress, errors) goes to stderr, so that a pipe gets results
 * alone. Colours are left out where a stream is no terminal, and with NO_COLOR.
 */
export class Output {
  readonly isJson: boolean;
  readonly #isQuiet: boolean;
  #hasProgress = false;

  constructor({ json = false, quiet = false }: OutputOptions) {
    this.isJson = json;
    this.#isQuiet = quiet;
  }

  /** A result: `data` for programs, `lines` for people. */
  result(data: unknown, lines: readonly string[]): void {
    this.#clearProgress();
    const text = this.isJson ? safeJson(data) : lines.join("\n");
    if (this.isJson || lines.length > 0) process.stdout.write(`${text}\n`);
  }

  /** That something was done: for people who want to hear it, and for programs. */
  done(data: unknown, sentence: string): void {
    if (this.isJson) this.result(data, []);
    else if (!this.#isQuiet) this.result(data, [sentence]);
  }

  /** What is good to know and no result. */
  note(sentence: string): void {
    if (this.#isQuiet) return;
    this.#clearProgress();
    process.stderr.write(`${sentence}\n`);
  }

  /** What somebody has to do before the command can go on: it is said with --quiet too. */
  ask(data: object, lines: readonly string[]): void {
    const text = this.isJson ? safeJson(data) : lines.map(manyLines).join("\n");
    process.stderr.write(`${text}\n`);
  }

  /** One line that takes the place of the one before; on a terminal only. */
  progress(sentence: string): void {
    if (this.#isQuiet || !process.stderr.isTTY) return;
    process.stderr.write(`\r\u001b[K${sentence}`);
    this.#hasProgress = true;
  }

  failure(failure: Failure): void {
    this.#clearProgress();
    if (this.isJson) process.stderr.write(`${safeJson(toJson(failure))}\n`);
    else process.stderr.write(failureText(failure));
  }

  /** For results. */
  style(style: Style, text: string): string {
    return styleText(style, text, { stream: process.stdout });
  }

  #clearProgress(): void {
    if (this.#hasProgress) process.stderr.write("\r\u001b[K");
    this.#hasProgress = false;
  }
}

function toJson({ message, code, exitCode, hint, requestId }: Failure) {
  return { error: message, code, exitCode, hint: hint ?? null, requestId };
}

function failureText({ message, hint, requestId }: Failure): string {
  const name = styleText("red", "Error:", { stream: process.stderr });
  const lines = [`${name} ${manyLines(message)}`];
  if (hint !== undefined) lines.push(manyLines(hint));
  if (requestId !== null) lines.push(manyLines(`Request id, for support: ${requestId}`));
  return `${lines.join("\n")}\n`;
}
