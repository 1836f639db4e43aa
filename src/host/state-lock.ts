import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childrenOf, commandOf, isRunning } from "./processes.ts";

/*
 * Two servers over one state folder would each keep a copy of the database in memory and undo
 * each other's writes. The lock says who has it: our process, and the runtime that it started,
 * which outlives it after `kill -9` and then still holds the port and the files.
 */
interface Holder {
  pid: number;
  runtimePids: number[];
}

const OUR_COMMAND = "src/host/start.ts";
const RUNTIME_COMMAND = "workerd";

/** Takes the folder over, ending a runtime that a killed server left behind. */
export function lockState(stateDir: string): StateLock {
  const path = join(stateDir, "server.json");
  const holder = readHolder(path);
  if (holder) {
    if (isServer(holder.pid)) {
      throw new Error(
        `Process ${holder.pid} already serves ${stateDir}. Stop it, or set STATE_DIR to another folder.`,
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
      `Another start on ${stateDir} was quicker. Stop it, or set STATE_DIR to another folder.`,
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

  /** Call after each start of the runtime: notes its process, so that a next start can end it. */
  noteRuntime(): void {
    const next = `${this.#path}.next`;
    writeFileSync(next, describeUs(), { mode: 0o600 });
    // In one step: a crash in between must not leave half of it.
    renameSync(next, this.#path);
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

/** A lock that a crash cut off: nobody's, and yet in the way. */
const NOBODY: Holder = { pid: 0, runtimePids: [] };

/** Who has the folder; null where there is no lock at all. */
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

/** A process id is used again after a while: the command tells whether it is still the one. */
function isRuntime(pid: number): boolean {
  return isRunning(pid) && commandOf(pid).includes(RUNTIME_COMMAND);
}
