import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childrenOf, commandOf, isRunning } from "./processes.ts";

/*
 * Two servers on one state folder would each cache the database and undo each other's writes, so a
 * lock file names the process that has the folder. It also names the runtime that this process
 * started: after `kill -9` the runtime lives on and still holds the port and the files.
 */
interface Holder {
  pid: number;
  runtimePids: number[];
}

const OUR_COMMAND = "src/host/start.ts";
const RUNTIME_COMMAND = "workerd";

/**
 * Takes the lock, and kills a runtime that a killed server left behind.
 *
 * @throws if another server is using the folder
 */
export function lockState(stateDir: string): StateLock {
  const path = join(stateDir, "server.json");
  const holder = readHolder(path);
  if (holder) {
    if (isServer(holder.pid)) {
      throw new Error(
        `Process ${holder.pid} is already serving ${stateDir}. Stop it, or set STATE_DIR to another folder.`,
      );
    }
    holder.runtimePids.filter(isRuntime).forEach((pid) => process.kill(pid, "SIGKILL"));
    rmSync(path, { force: true });
  }
  takeFile(path, stateDir);
  return new StateLock(path);
}

function takeFile(path: string, stateDir: string): void {
  try {
    writeFileSync(path, describeUs(), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new Error(
      `Another server has just started on ${stateDir}. Stop it, or set STATE_DIR to another folder.`,
      { cause: error },
    );
  }
}

function describeUs(): string {
  const holder: Holder = { pid: process.pid, runtimePids: childrenOf(process.pid) };
  return JSON.stringify(holder);
}

export class StateLock {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Call this once the runtime's process exists: records it, so that a later start can kill it. */
  noteRuntime(): void {
    const next = `${this.#path}.next`;
    writeFileSync(next, describeUs(), { mode: 0o600 });
    // Atomic: a crash must not leave half a file.
    renameSync(next, this.#path);
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

/** Stands for a lock file that a crash cut short: nobody holds it, but it must be removed. */
const NOBODY: Holder = { pid: 0, runtimePids: [] };

/** Returns null if there is no lock file. */
function readHolder(path: string): Holder | null {
  if (!existsSync(path)) return null;
  try {
    const { pid, runtimePids } = JSON.parse(readFileSync(path, "utf8")) as Partial<Holder>;
    return { pid: Number(pid) || 0, runtimePids: (runtimePids ?? []).map(Number) };
  } catch {
    return NOBODY;
  }
}

function isServer(pid: number): boolean {
  return pid > 0 && pid !== process.pid && isRunning(pid) && commandOf(pid).includes(OUR_COMMAND);
}

/** The system reuses process ids, so the command line must match too. */
function isRuntime(pid: number): boolean {
  return isRunning(pid) && commandOf(pid).includes(RUNTIME_COMMAND);
}
