import { readFileSync } from "node:fs";

/** How many ticks of a process's clock make a second (`USER_HZ`, the same on all Linux). */
const TICKS_PER_SECOND = 100;
export const MICROS_PER_TICK = 1_000_000 / TICKS_PER_SECOND;

/** CPU time that processes have used since they began, in microseconds. */
export function cpuMicrosOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ticksOf(pid).own, 0) * MICROS_PER_TICK;
}

/** The same with what their children used that have ended: builds, and servers of earlier cells. */
export function cpuMicrosWithEnded(pids: readonly number[]): number {
  const ticks = pids.map(ticksOf);
  return ticks.reduce((sum, { own, ended }) => sum + own + ended, 0) * MICROS_PER_TICK;
}

/** User and system time, and those of children that were waited for: fields 14 to 17 of `stat`. */
function ticksOf(pid: number): { own: number; ended: number } {
  const text = readProc(`${pid}/stat`);
  // The second field is the command in brackets, and may hold spaces: proc_pid_stat(5).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
  return { own: user + system, ended: endedUser + endedSystem };
}

/** Memory that processes hold, in KiB; what they share counts in part in `pssKib`. */
export interface Memory {
  rssKib: number;
  pssKib: number;
}

export function memoryOf(pids: readonly number[]): Memory {
  const texts = pids.map((pid) => readProc(`${pid}/smaps_rollup`));
  const sum = (name: string) =>
    texts.reduce(
      (total, text) => total + Number(new RegExp(`^${name}: *(\\d+)`, "m").exec(text)?.[1] ?? 0),
      0,
    );
  return { rssKib: sum("Rss"), pssKib: sum("Pss") };
}

/** How many files, sockets among them, this process may have open. */
export function maxOpenFiles(): number {
  return Number(/^Max open files +(\d+)/m.exec(readProc("self/limits"))?.[1] ?? 1_024);
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}
