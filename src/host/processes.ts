import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/*
 * Facts about other processes that Node has no API for. Linux has them in /proc (slim containers have
 * no `ps`), macOS has `ps`. On other systems the answers are empty, and a runtime that outlives a
 * killed server must be ended by hand.
 */

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The command line of a process, or "" if it is unknown. */
export function commandOf(pid: number): string {
  if (process.platform === "linux") return readProc(`${pid}/cmdline`).replaceAll("\0", " ");
  return ps("-o", "command=", "-p", String(pid));
}

export function childrenOf(pid: number): number[] {
  if (process.platform === "linux") return numbers(readProc(`${pid}/task/${pid}/children`));
  return ps("-A", "-o", "pid=,ppid=")
    .split("\n")
    .map(numbers)
    .flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
}

/** The parent of a process, or 0 if it is unknown. */
export function parentOf(pid: number): number {
  if (process.platform === "linux") {
    return Number(/^PPid:\s*(\d+)/m.exec(readProc(`${pid}/status`))?.[1] ?? 0);
  }
  return Number(ps("-o", "ppid=", "-p", String(pid)));
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return "";
  }
}

function ps(...args: string[]): string {
  try {
    return execFileSync("ps", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}

function numbers(text: string): number[] {
  return text.split(/\s+/).filter(Boolean).map(Number);
}
