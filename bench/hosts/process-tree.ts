import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { cpuMicrosOf } from "../measure/processes.ts";
import { childrenOf, commandOf } from "../../src/host/processes.ts";

const RUNTIME_COMMAND = "workerd";
const MAX_OUTPUT_CHARACTERS = 4_000;
const OUTPUT_DEADLINE_MS = 10_000;
const POLL_MS = 20;

/** All running trees, so that a bench that ends early leaves no servers behind. */
const alive = new Set<ProcessTree>();
process.once("exit", () => alive.forEach((tree) => tree.kill()));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(130));
}

/** A server's process and its descendants. */
export class ProcessTree {
  readonly pid: number;
  /** The last characters of its output, for the error if a server does not start. */
  output = "";
  isOver = false;
  readonly #closed: Promise<void>;

  constructor(command: string, args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid === undefined) throw new Error(`${command} could not be started.`);
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

  /** The processes that are running now. */
  pids(): number[] {
    return this.isOver ? [] : treeOf(this.pid);
  }

  /** The workerd processes only. */
  runtimePids(): number[] {
    return this.pids().filter((pid) => commandOf(pid).includes(RUNTIME_COMMAND));
  }

  /** Waits until the output contains this text. */
  async says(text: string): Promise<void> {
    const deadline = performance.now() + OUTPUT_DEADLINE_MS;
    while (!this.output.includes(text)) {
      if (this.isOver || performance.now() > deadline) {
        throw new Error(`"${text}" was not printed. The output was:\n${this.output}`);
      }
      await wait(POLL_MS);
    }
  }

  /** Kills the whole tree. State on the disk stays. */
  async end(): Promise<void> {
    this.kill();
    await this.#closed;
  }

  kill(): void {
    const [root, ...others] = this.pids();
    // Their parent dies too and can't wait for them, so the kernel adds their CPU time nowhere.
    orphansMicros += cpuMicrosOf(others);
    for (const pid of root === undefined ? [] : [root, ...others]) killProcess(pid);
  }
}

let orphansMicros = 0;

/** CPU time, in microseconds, of processes that were killed together with their parent. */
export function orphansCpuMicros(): number {
  return orphansMicros;
}

/** A process and all its descendants. */
export function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has ended already.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
