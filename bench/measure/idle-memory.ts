import { setTimeout as wait } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import type { Server } from "../hosts/server.ts";
import { openIdle, type IdleListener } from "../load/idle-listener.ts";
import type { Subject } from "../subjects.ts";
import type { Figures } from "./figures.ts";
import { maxOpenFiles, memoryOf } from "./processes.ts";
import { measureThroughput } from "./throughput.ts";

/** The most that the largest plan lets one endpoint have. */
const LISTENERS_AN_ENDPOINT = 100;
const CONNECTS_AT_ONCE = 32;

/** The runtime lets an object go after 10 s without an event; its sockets stay. */
const HIBERNATION_MS = 13_000;

/** The runtime holds each connection by two of the files that a process may open. */
const FILES_A_LISTENER = 2;
/** For everything else that is open. */
const KEPT_FILES = 500;

interface Stage {
  name: string;
  listeners: number;
  mebibytes: number;
}

/**
 * Memory of a server of its own: as it starts, after load, and with idle listeners that hibernate,
 * stage by stage. What a listener holds is the difference of the last two stages, in which what
 * the server has grown to by then cancels out.
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
    await useALittle(server, bench.scale.serverWarmUpMs);
    note("afterLoadMib");
    for (const planned of bench.scale.idleListeners) {
      const count = Math.min(planned, mostListeners());
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

/** Servers inherit the limit of the bench; `ulimit -n` raises it. */
function mostListeners(): number {
  return Math.floor((maxOpenFiles() - KEPT_FILES) / FILES_A_LISTENER);
}

async function useALittle(server: Server, measureMs: number): Promise<void> {
  const shape = { connections: 16, listeners: 1, endpoints: 1 };
  await measureThroughput(server, shape, { warmUpMs: 0, measureMs });
}

async function connectMore(server: Server, count: number): Promise<IdleListener[]> {
  const endpoints = await server.makeEndpoints(Math.ceil(count / LISTENERS_AN_ENDPOINT));
  return openIdle(server.port, count, CONNECTS_AT_ONCE, (index) =>
    server.listenPath(endpoints[index % endpoints.length] ?? ""),
  );
}

/** Of the whole tree: Miniflare's own process is part of what a listener is served by. */
function mebibytesOf(server: Server): number {
  return memoryOf(server.processes.pids()).pssKib / 1_024;
}

function figuresOf(stages: Stage[]): Figures {
  const [before, last] = stages.slice(-2);
  if (!before || !last) return {};
  const kibibytes = 1_024 * (last.mebibytes - before.mebibytes);
  return {
    ...Object.fromEntries(stages.map(({ name, mebibytes }) => [name, mebibytes])),
    listeners: last.listeners,
    kibAListener: kibibytes / (last.listeners - before.listeners),
  };
}
