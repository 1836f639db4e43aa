import type { Server } from "../hosts/server.ts";
import { ClosedLoop } from "../load/closed-loop.ts";
import { World, type Shape } from "../load/world.ts";
import type { Figures } from "./figures.ts";
import { cpuMicrosOf } from "./processes.ts";

interface Window {
  warmUpMs: number;
  measureMs: number;
}

/** Posts as fast as replies arrive. Measures rate, latency, CPU per request and faults. */
export async function measureThroughput(
  server: Server,
  shape: Shape,
  window: Window,
): Promise<Figures> {
  const world = await World.open(server, shape);
  try {
    return await loadWorld(server, world, window);
  } finally {
    world.close();
  }
}

export async function loadWorld(
  server: Server,
  world: World,
  { warmUpMs, measureMs }: Window,
): Promise<Figures> {
  const pids = server.processes.pids();
  const runtimePids = server.processes.runtimePids();
  const samples: { all: number; runtime: number; bench: number }[] = [];
  const sample = () => {
    const { user, system } = process.cpuUsage();
    const [all, runtime] = [cpuMicrosOf(pids), cpuMicrosOf(runtimePids)];
    samples.push({ all, runtime, bench: user + system });
  };
  const result = await new ClosedLoop(world.posters).run(warmUpMs, measureMs, sample);
  const used = (of: "all" | "runtime" | "bench") =>
    ((samples[1]?.[of] ?? 0) - (samples[0]?.[of] ?? 0)) / result.requests;
  return {
    requestsPerSecond: result.requests / result.seconds,
    p50Ms: result.latencies.percentile(0.5),
    p99Ms: result.latencies.percentile(0.99),
    cpuMicros: used("all"),
    ...(runtimePids.length > 0 ? { runtimeCpuMicros: used("runtime") } : {}),
    benchCpuMicros: used("bench"),
    failed: result.failed,
    ...(await world.faults()),
  };
}
