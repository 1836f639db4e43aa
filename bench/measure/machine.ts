import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { orphansCpuMicros, treeOf } from "../hosts/process-tree.ts";
import { cpuMicrosWithEnded, MICROS_PER_TICK } from "./processes.ts";

/** The load from the rest of the machine during a measurement. */
export interface MachineLoad {
  /** CPU time of other programs, as a share of all cores. */
  othersShare: number;
  /** CPU time that the hypervisor gave to other machines, as a share of all cores. */
  stolenShare: number;
  /** The load average of the last minute, our own share included. */
  loadAverage: number;
}

/** Starts watching. Call the returned function to stop and get the result. */
export function watchMachine(): () => MachineLoad {
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

/** The first line of /proc/stat, see proc_stat(5). Interrupts belong to no process and don't count. */
function look() {
  const line = readFileSync("/proc/stat", "utf8").split("\n", 1)[0] ?? "";
  const [user = 0, nice = 0, system = 0, , , , , stolen = 0] = line
    .split(/\s+/)
    .slice(1)
    .map((ticks) => Number(ticks) * MICROS_PER_TICK);
  const ours = cpuMicrosWithEnded(treeOf(process.pid)) + orphansCpuMicros();
  return { at: performance.now(), busy: user + nice + system, stolen, ours };
}
