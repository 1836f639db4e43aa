import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/*
 * What Node does not tell of other processes. Linux tells it in /proc (a slim container has no
 * `ps`); macOS has `ps`. Where there is neither, the answers are empty: a runtime that outlived
 * a killed server must then be ended by hand.
 */

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The command line of a process, or "" where it can't be told. */
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

/** The parent of a process, or 0 where it can't be told. */
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
