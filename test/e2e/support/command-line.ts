import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { BUILT_COMMAND_LINE } from "../../support/build-programs.ts";
import { filesBelow } from "./files.ts";
import { Program } from "./program.ts";
import type { RunningServer } from "./server.ts";

/** The output and the exit code of a command. */
export interface Ran {
  code: number | null;
  /** Results only. */
  stdout: string;
  /** Results, notes and errors. */
  output: string;
}

/** The command line as a user runs it, with its own home folder. */
export class CommandLine {
  readonly home = mkdtempSync(join(tmpdir(), "hooknexus-cli-"));
  readonly env: Record<string, string>;
  readonly #started: Program[] = [];

  constructor({ origin }: Pick<RunningServer, "origin">, env: Record<string, string> = {}) {
    this.env = { HOME: this.home, HOOKNEXUS_API_URL: origin, ...env };
  }

  /** Starts a command that keeps running, such as `listen`. */
  start(args: readonly string[], env: Record<string, string> = {}): Program {
    const program = new Program(process.execPath, [BUILT_COMMAND_LINE, ...args], {
      ...this.env,
      ...env,
    });
    this.#started.push(program);
    return program;
  }

  /** Starts a command in a terminal, where the test can type. */
  inTerminal(args: readonly string[], env: Record<string, string> = {}): Program {
    return this.#inTerminal([process.execPath, BUILT_COMMAND_LINE, ...args], env);
  }

  /**
   * The same with `npm run`, as in a checkout, which runs the sources. bash replaces itself with the
   * command, which therefore receives a Ctrl-C twice: from the terminal and from npm.
   */
  npmInTerminal(args: readonly string[]): Program {
    return this.#inTerminal([
      "npm",
      "run",
      "-s",
      "--script-shell=bash",
      "hooknexus",
      "--",
      ...args,
    ]);
  }

  #inTerminal(words: readonly string[], env: Record<string, string> = {}): Program {
    const line = words.map((word) => `'${word}'`).join(" ");
    const terminal = ["-qefc", `stty cols 120 rows 40; exec ${line}`, "/dev/null"];
    const all = { ...this.env, TERM: "xterm-256color", SHELL: "/bin/sh", ...env };
    const program = new Program("script", terminal, all, "open");
    this.#started.push(program);
    return program;
  }

  /**
   * Runs a command to its end, with `input` piped into it. Its output must have no
   * colours and no other escape sequences, because a pipe is not a terminal.
   */
  async run(args: readonly string[], input?: string, env = {}): Promise<Ran> {
    const all = { ...this.env, ...env };
    const program = new Program(process.execPath, [BUILT_COMMAND_LINE, ...args], all, "open");
    this.#started.push(program);
    if (input !== undefined) program.type(input);
    program.endInput();
    const { code } = await program.ends();
    expect(program.output).not.toContain("\u001b");
    return { code, stdout: program.stdout, output: program.output };
  }

  /** Starts a listener, and waits until it prints that it is connected. */
  async connected(args: readonly string[], env: Record<string, string> = {}): Promise<Program> {
    const program = this.start(args, env);
    await program.says("Connected to ");
    return program;
  }

  /** Every file in the home folder. */
  get files(): string[] {
    return filesBelow(this.home);
  }

  /** Ends running commands, and removes the home folder. */
  async remove(): Promise<void> {
    await Promise.all(this.#started.map((program) => program.kill()));
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Parses the output of --json: one object per line. */
export function jsonLines<Line = Record<string, unknown>>(text: string): Line[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Line);
}
