import { readFileSync } from "node:fs";

/** `USER_HZ`, which is 100 on every Linux. */
const TICKS_PER_SECOND = 100;
export const MICROS_PER_TICK = 1_000_000 / TICKS_PER_SECOND;

/** CPU time that processes have used since they started, in microseconds. */
export function cpuMicrosOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ticksOf(pid).own, 0) * MICROS_PER_TICK;
}

/** The same including ended children, such as builds and the servers of earlier cells. */
export function cpuMicrosWithEnded(pids: readonly number[]): number {
  const ticks = pids.map(ticksOf);
  return ticks.reduce((sum, { own, ended }) => sum + own + ended, 0) * MICROS_PER_TICK;
}

/** User plus system time of a process and of its ended children: fields 14 to 17 of `stat`. */
function ticksOf(pid: number): { own: number; ended: number } {
  const text = readProc(`${pid}/stat`);
  // The second field is the command in parentheses, which may contain spaces: proc_pid_stat(5).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
  return { own: user + system, ended: endedUser + endedSystem };
}

/** Memory of processes in KiB (PSS: a page that several of them share is counted once). */
export function memoryKibOf(pids: readonly number[]): number {
  return sumOf(pids, /^Pss: *(\d+)/m);
}

/**
 * The most that processes can take, in KiB (RSS). PSS is less if other processes run the same
 * programs and share their pages.
 */
export function residentKibOf(pids: readonly number[]): number {
  return sumOf(pids, /^Rss: *(\d+)/m);
}

function sumOf(pids: readonly number[], line: RegExp): number {
  const texts = pids.map((pid) => readProc(`${pid}/smaps_rollup`));
  return texts.reduce((sum, text) => sum + Number(line.exec(text)?.[1] ?? 0), 0);
}

/** How many files and sockets this process may have open. */
export function maxOpenFiles(): number {
  return Number(/^Max open files +(\d+)/m.exec(readProc("self/limits"))?.[1] ?? 1_024);
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    // The process has ended.
    return "";
  }
}
