import type { Bench } from "../bench.ts";
import type { Server } from "../hosts/server.ts";
import { IdleListener } from "../load/idle-listener.ts";
import type { Subject } from "../subjects.ts";
import type { Figures } from "./figures.ts";
import { memoryKibOf } from "./processes.ts";

/** Fits into a frame with the default limit. */
const BODY = "x".repeat(900_000);
const UNREAD_MIB = 150;
const REQUESTS = Math.ceil((UNREAD_MIB * 1_024 * 1_024) / BODY.length);

/**
 * How much a server's memory grows if one listener does not read 150 MiB. The same requests come once
 * before it connects, so that caches and garbage do not count.
 */
export async function measureUnread(bench: Bench, subject: Subject): Promise<Figures> {
  const server = await bench.fresh(subject);
  try {
    const [endpointId = ""] = await server.makeEndpoints(1);
    let failed = await post(server, endpointId);
    const beforeMib = mebibytesOf(server);
    const listener = await IdleListener.open(server.port, server.listenPath(endpointId));
    listener.stopReading();
    failed += await post(server, endpointId);
    const grownMib = mebibytesOf(server) - beforeMib;
    listener.close();
    return { beforeMib, grownMib, failed };
  } finally {
    await server.remove();
  }
}

/** Posts 150 MiB. Resolves to the number of replies other than 200. */
async function post(server: Server, endpointId: string): Promise<number> {
  let failed = 0;
  for (let sent = 0; sent < REQUESTS; sent++) {
    const reply = await fetch(server.url(`/h/${endpointId}`), { method: "POST", body: BODY });
    await reply.arrayBuffer();
    if (reply.status !== 200) failed++;
  }
  return failed;
}

function mebibytesOf(server: Server): number {
  return memoryKibOf(server.processes.pids()) / 1_024;
}
