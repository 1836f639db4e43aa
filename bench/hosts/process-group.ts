import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { childrenOf, commandOf } from "../../src/host/processes.ts";

const RUNTIME_COMMAND = "workerd";
const OUTPUT_DEADLINE_MS = 10_000;
const POLL_MS = 20;
const MAX_OUTPUT_CHARACTERS = 4_000;

/** Groups that are alive: a bench that ends early must not leave servers behind. */
const alive = new Set<ProcessGroup>();
process.once("exit", () => alive.forEach((group) => group.kill()));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(130));
}

/** A server and all that it starts, in a process group of its own. */
export class ProcessGroup {
  readonly pid: number;
  /** The end of what was printed: said where a server does not start. */
  output = "";
  isOver = false;
  readonly #closed: Promise<void>;

  constructor(command: string, args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid === undefined) throw new Error(`${command} can't be started.`);
    this.pid = child.pid;
    alive.add(this);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.output = (this.output + text).slice(-MAX_OUTPUT_CHARACTERS);
      });
    }
    this.#closed = new Promise((resolve) => {
      child.once("close", () => {
        this.isOver = true;
        alive.delete(this);
        resolve();
      });
    });
  }

  /** Every process of it that runs now. */
  pids(): number[] {
    return this.isOver ? [] : treeOf(this.pid);
  }

  /** The runtime alone, where a host stands in front of it. */
  runtimePids(): number[] {
    return this.pids().filter((pid) => commandOf(pid).includes(RUNTIME_COMMAND));
  }

  /** Waits until this has been printed. */
  async says(text: string): Promise<void> {
    const deadline = performance.now() + OUTPUT_DEADLINE_MS;
    while (!this.output.includes(text)) {
      if (this.isOver || performance.now() > deadline) {
        throw new Error(`"${text}" was not printed, but:\n${this.output}`);
      }
      await wait(POLL_MS);
    }
  }

  /** Ends all of it at once: nothing of its state is wanted but what is on the disk. */
  async end(): Promise<void> {
    this.kill();
    await this.#closed;
  }

  kill(): void {
    try {
      process.kill(-this.pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** A process and all its descendants. */
export function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}
