import { setTimeout as wait } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import type { Server } from "../hosts/server.ts";
import { openIdle, type IdleListener } from "../load/idle-listener.ts";
import type { Subject } from "../subjects.ts";
import type { Figures } from "./figures.ts";
import { maxOpenFiles, memoryKibOf } from "./processes.ts";
import { measureThroughput } from "./throughput.ts";

/** The limit of the largest plan. */
const LISTENERS_PER_ENDPOINT = 100;
const CONNECTS_AT_ONCE = 32;

/** The runtime evicts an object after 10 s without an event and keeps its sockets. */
const HIBERNATION_MS = 13_000;

/** workerd opens two files for each connection. */
const FILES_PER_LISTENER = 2;
/** For all other open files. */
const RESERVED_FILES = 500;

interface Stage {
  name: string;
  listeners: number;
  mebibytes: number;
}

/**
 * Memory of a fresh server in stages: after its start, after load, and with more and more idle
 * listeners that hibernate. The memory per listener is the difference of the last two stages, so
 * that everything else cancels out.
 */
export async function measureIdleMemory(bench: Bench, subject: Subject): Promise<Figures> {
  const server = await bench.fresh(subject);
  const listeners: IdleListener[] = [];
  const stages: Stage[] = [];
  const note = (name: string) => {
    stages.push({ name, listeners: listeners.length, mebibytes: mebibytesOf(server) });
  };
  try {
    note("atStartMib");
    await warmUp(server, bench.scale.serverWarmUpMs);
    note("afterLoadMib");
    for (const planned of bench.scale.idleListeners) {
      const count = Math.min(planned, maxListeners());
      listeners.push(...(await connectMore(server, count - listeners.length)));
      await wait(HIBERNATION_MS);
      note(`with${planned}Mib`);
    }
    return figuresOf(stages);
  } finally {
    for (const listener of listeners) listener.close();
    await server.remove();
  }
}

/** Servers inherit the bench's limit of open files. `ulimit -n` raises it. */
function maxListeners(): number {
  return Math.floor((maxOpenFiles() - RESERVED_FILES) / FILES_PER_LISTENER);
}

async function warmUp(server: Server, measureMs: number): Promise<void> {
  const shape = { connections: 16, listeners: 1, endpoints: 1 };
  await measureThroughput(server, shape, { warmUpMs: 0, measureMs });
}

async function connectMore(server: Server, count: number): Promise<IdleListener[]> {
  const endpoints = await server.makeEndpoints(Math.ceil(count / LISTENERS_PER_ENDPOINT));
  return openIdle(server.port, count, CONNECTS_AT_ONCE, (index) =>
    server.listenPath(endpoints[index % endpoints.length] ?? ""),
  );
}

/** Of the whole process tree, because the process that starts the runtime belongs to the server. */
function mebibytesOf(server: Server): number {
  return memoryKibOf(server.processes.pids()) / 1_024;
}

function figuresOf(stages: Stage[]): Figures {
  const [before, last] = stages.slice(-2);
  if (!before || !last) return {};
  const kibibytes = 1_024 * (last.mebibytes - before.mebibytes);
  return {
    ...Object.fromEntries(stages.map(({ name, mebibytes }) => [name, mebibytes])),
    listeners: last.listeners,
    kibPerListener: kibibytes / (last.listeners - before.listeners),
  };
}
