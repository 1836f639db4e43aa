import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import "../../support/exit-on-sigterm.ts";
import { Changes, within } from "./wait.ts";

/** The repository's root, where every command of the documentation is run. */
export const ROOT = join(import.meta.dirname, "../../..");

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Process groups that still run: a test run that ends early must not leave servers behind. */
const groups = new Set<number>();
process.once("exit", () => groups.forEach(killGroup));

/** A program in its own process group, with everything that it prints. */
export class Program {
  /** Everything printed so far, on both streams. */
  output = "";
  /** The part that was printed to stdout. */
  stdout = "";
  readonly pid: number;
  /** Resolves when the program itself has ended. Its child processes may still run. */
  readonly exited: Promise<Exit>;
  /** Resolves when the program and all its child processes have ended. */
  readonly #closed: Promise<Exit>;
  readonly #changes = new Changes();
  readonly #stdin: Writable | null;
  #isClosed = false;

  /**
   * @param env the whole environment, apart from PATH, HOME and TMPDIR
   * @param stdin "open" if the test types something
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
    if (child.pid === undefined) throw new Error(`${command} could not be started.`);
    this.pid = child.pid;
    groups.add(this.pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => this.#hear(text));
    }
    child.stdout?.on("data", (text: string) => (this.stdout += text));
    // Writing to a program that has ended must not fail the test.
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

  /** Waits until this has been printed. Fails as soon as the program ends without it. */
  async says(text: string): Promise<void> {
    const isSaid = () => {
      if (this.output.includes(text)) return true;
      if (this.#isClosed) throw new Error(`It ended without printing "${text}":\n${this.output}`);
      return false;
    };
    await this.#changes.until(isSaid, () => `"${text}" in:\n${this.output}`);
  }

  /** Waits until the program and all its child processes have ended. */
  async ends(): Promise<Exit> {
    return within(this.#closed, () => `its end; it printed:\n${this.output}`);
  }

  /** Writes to stdin. */
  type(text: string): void {
    this.#stdin?.write(text);
  }

  /** Closes stdin. */
  endInput(): void {
    this.#stdin?.end();
  }

  /** Sends a signal to the program itself, not to its child processes. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** `kill -9` of the program and all its child processes. */
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

/** Node's cache of compiled modules, which halves the start time of the command line. */
const COMPILE_CACHE = join(ROOT, "dist/compile-cache");

/** Settings in the environment of the test run must not reach the server under test. */
function basicEnvironment(): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
    HOME: process.env["HOME"] ?? "",
    TMPDIR: process.env["TMPDIR"] ?? "/tmp",
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  };
}
