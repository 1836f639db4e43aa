import { styleText } from "node:util";
import { manyLines, safeJson } from "./escape.ts";
import type { Failure } from "./failure.ts";

type Style = Parameters<typeof styleText>[0];

export interface OutputOptions {
  json?: boolean | undefined;
  quiet?: boolean | undefined;
}

/**
 * Prints for one command. Results go to stdout, as text or as one JSON object per line. Notes,
 * progress and errors go to stderr, so a pipe receives only results. There are no colours if a
 * stream is not a terminal or NO_COLOR is set.
 */
export class Output {
  readonly isJson: boolean;
  readonly #isQuiet: boolean;
  #hasProgress = false;

  constructor({ json = false, quiet = false }: OutputOptions) {
    this.isJson = json;
    this.#isQuiet = quiet;
  }

  /** Prints a result: `data` with --json, otherwise `lines`. */
  result(data: unknown, lines: readonly string[]): void {
    this.#clearProgress();
    const text = this.isJson ? safeJson(data) : lines.join("\n");
    if (this.isJson || lines.length > 0) process.stdout.write(`${text}\n`);
  }

  /** Prints that something was done, unless --quiet is set. */
  done(data: unknown, sentence: string): void {
    if (this.isJson) this.result(data, []);
    else if (!this.#isQuiet) this.result(data, [sentence]);
  }

  /** Prints a remark that is not a result. */
  note(sentence: string): void {
    if (this.#isQuiet) return;
    this.#clearProgress();
    process.stderr.write(`${sentence}\n`);
  }

  /** Prints what the user must do before the command can continue. --quiet does not hide it. */
  instructions(data: object, lines: readonly string[]): void {
    const text = this.isJson ? safeJson(data) : lines.map(manyLines).join("\n");
    process.stderr.write(`${text}\n`);
  }

  /** Replaces the previous progress line. Terminals only. */
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

  /** Styles text of a result. */
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
  if (requestId !== null) lines.push(manyLines(`Request id for support: ${requestId}`));
  return `${lines.join("\n")}\n`;
}
