import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { Changes, within } from "./wait.ts";

/** The repository's root, where every command of the documentation is run. */
export const ROOT = join(import.meta.dirname, "../../..");

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Groups that are alive: a test run that ends early must not leave servers behind. */
const groups = new Set<number>();
process.once("exit", () => groups.forEach(killGroup));

/** One program as its own process group, with all that it prints. */
export class Program {
  /** Everything printed so far, both streams as they came. */
  output = "";
  /** What of it went to stdout. */
  stdout = "";
  readonly pid: number;
  /** Resolves once the program itself is gone; what it started may go on. */
  readonly exited: Promise<Exit>;
  /** Resolves once nobody can print any more: the program and all that it started are gone. */
  readonly #closed: Promise<Exit>;
  readonly #changes = new Changes();
  readonly #stdin: Writable | null;
  #isClosed = false;

  /**
   * @param env all of it: nothing is inherited but what finds programs and folders
   * @param stdin "open" where the test is going to type something
   */
  constructor(
    command: string,
    args: readonly string[],
    env: Record<string, string> = {},
    stdin: "none" | "open" = "none",
  ) {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...basicEnvironment(), ...env },
      detached: true,
      stdio: [stdin === "open" ? "pipe" : "ignore", "pipe", "pipe"],
    });
    this.#stdin = child.stdin;
    if (child.pid === undefined) throw new Error(`${command} can't be started.`);
    this.pid = child.pid;
    groups.add(this.pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => this.#hear(text));
    }
    child.stdout?.on("data", (text: string) => (this.stdout += text));
    // A program that has ended reads no more, which is no fault of the test.
    child.stdin?.on("error", () => {});
    this.exited = new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    this.#closed = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.#isClosed = true;
        groups.delete(this.pid);
        this.#changes.happened();
        resolve({ code, signal });
      });
    });
  }

  /** Waits until this has been printed; fails at once where the program ends without it. */
  async says(text: string, deadlineMs = 30_000): Promise<void> {
    const isSaid = () => {
      if (this.output.includes(text)) return true;
      if (this.#isClosed) throw new Error(`It ended without "${text}":\n${this.output}`);
      return false;
    };
    await this.#changes.until(isSaid, () => `"${text}" in:\n${this.output}`, deadlineMs);
  }

  /** Waits for the end of it and of all that it started. */
  async ends(deadlineMs = 15_000): Promise<Exit> {
    return within(this.#closed, () => `its end; it printed:\n${this.output}`, deadlineMs);
  }

  /** Types something in. */
  type(text: string): void {
    this.#stdin?.write(text);
  }

  /** Says that nothing more is typed. */
  endInput(): void {
    this.#stdin?.end();
  }

  /** Sends a signal to the one process that was started, not to what it started. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** `kill -9` of the program and of all that it started. */
  async kill(): Promise<void> {
    if (!this.#isClosed) killGroup(this.pid);
    await this.ends();
  }

  #hear(text: string): void {
    this.output += text;
    this.#changes.happened();
  }
}

function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The settings of whoever runs the tests must not reach the server under test. */
function basicEnvironment(): Record<string, string> {
  const path = `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;
  return { PATH: path, HOME: process.env["HOME"] ?? "", TMPDIR: process.env["TMPDIR"] ?? "/tmp" };
}
