import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { orphansCpuMicros, treeOf } from "../hosts/process-tree.ts";
import { cpuMicrosWithEnded, MICROS_PER_TICK } from "./processes.ts";

/** What the rest of the machine did meanwhile. */
export interface Surroundings {
  /** CPU time of other programs, as a share of all cores. */
  othersShare: number;
  /** CPU time that the hypervisor gave to other machines, likewise. */
  stolenShare: number;
  /** The load average of the last minute, our own share included. */
  loadAverage: number;
}

/** Begins to watch; what it returns says what the surroundings did since. */
export function watchMachine(): () => Surroundings {
  const before = look();
  return () => {
    const after = look();
    const available = (after.at - before.at) * 1_000 * availableParallelism();
    const ours = after.ours - before.ours;
    const others = Math.max(0, after.busy - before.busy - ours);
    return {
      othersShare: others / available,
      stolenShare: (after.stolen - before.stolen) / available,
      loadAverage: loadavg()[0] ?? 0,
    };
  };
}

/** The first line of /proc/stat, proc_stat(5); interrupts are left out, for nobody owns them. */
function look() {
  const line = readFileSync("/proc/stat", "utf8").split("\n", 1)[0] ?? "";
  const [user = 0, nice = 0, system = 0, , , , , stolen = 0] = line
    .split(/\s+/)
    .slice(1)
    .map((ticks) => Number(ticks) * MICROS_PER_TICK);
  const ours = cpuMicrosWithEnded(treeOf(process.pid)) + orphansCpuMicros();
  return { at: performance.now(), busy: user + nice + system, stolen, ours };
}
