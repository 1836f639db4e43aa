import type { Server } from "../hosts/server.ts";
import { Latencies } from "../load/latencies.ts";
import { OpenLoop } from "../load/open-loop.ts";
import { World } from "../load/world.ts";
import type { Scale } from "../scale.ts";
import type { Figures } from "./figures.ts";
import { cpuMicrosOf } from "./processes.ts";

export const RATE_PER_SECOND = 200;
/** Far more connections than this rate needs, so that a slow reply delays no other request. */
const SHAPE = { connections: 32, listeners: 1, endpoints: 1 };
const WARM_UP_MS = 500;

/** The time from post to frame at a rate that all subjects can sustain: the delay that users see. */
export async function measureDelivery(server: Server, scale: Scale): Promise<Figures> {
  const world = await World.open(server, SHAPE);
  try {
    return await deliver(server, world, scale.deliveryMs);
  } finally {
    world.close();
  }
}

async function deliver(server: Server, world: World, ms: number): Promise<Figures> {
  const latencies = new Latencies();
  const sentAt = new Map<string, number>();
  const measuredFrom = performance.now() + WARM_UP_MS;
  for (const listener of world.listeners) {
    listener.onArrival = (lane, counter) => {
      const at = sentAt.get(`${lane}.${counter}`);
      if (at !== undefined && at >= measuredFrom) latencies.add(performance.now() - at);
    };
  }
  const loop = new OpenLoop(world.posters, (lane, counter, at) => {
    sentAt.set(`${lane}.${counter}`, at);
  });
  const pids = server.processes.pids();
  const before = cpuMicrosOf(pids);
  const failed = await loop.run(RATE_PER_SECOND, WARM_UP_MS + ms);
  const faults = await world.faults();
  return {
    p50Ms: latencies.percentile(0.5),
    p99Ms: latencies.percentile(0.99),
    cpuMicros: (cpuMicrosOf(pids) - before) / sentAt.size,
    failed,
    ...faults,
  };
}
