import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { PING_FRAME } from "../../src/protocol/frames.ts";
import type { Server } from "../hosts/server.ts";
import { openIdle } from "../load/idle-listener.ts";
import { Latencies } from "../load/latencies.ts";
import type { Scale } from "../scale.ts";
import type { Figures } from "./figures.ts";
import { cpuMicrosOf } from "./processes.ts";

const CONNECTS_AT_ONCE = 16;
const LISTENERS_PER_ENDPOINT = 50;

const REVOKED_SOCKETS = 100;
const REVOKED_ENDPOINTS = 20;
/** A socket that is still open after this time counts as not closed. */
const REVOKE_DEADLINE_MS = 10_000;

/** How fast the hub accepts listeners. They are authorised already, so D1 is not involved. */
export async function measureConnects(server: Server, { connects }: Scale): Promise<Figures> {
  const endpoints = await server.makeEndpoints(Math.ceil(connects / LISTENERS_PER_ENDPOINT));
  const pids = server.processes.pids();
  const [startedAt, cpuBefore] = [performance.now(), cpuMicrosOf(pids)];
  const listeners = await openIdle(server.port, connects, CONNECTS_AT_ONCE, (index) =>
    server.listenPath(endpoints[index % endpoints.length] ?? ""),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuMicros = (cpuMicrosOf(pids) - cpuBefore) / connects;
  for (const listener of listeners) listener.close();
  return { connectsPerSecond: connects / seconds, cpuMicros };
}

/** The time from a revoke until the last of 100 sockets on 20 endpoints is closed. */
export async function measureRevokes(server: Server, { revokes }: Scale): Promise<Figures> {
  const endpoints = await server.makeEndpoints(REVOKED_ENDPOINTS);
  const latencies = new Latencies();
  let failed = 0;
  for (let turn = 0; turn < revokes; turn++) {
    const credential = `credential-${turn}`;
    const closes = await openRevocable(server, endpoints, credential);
    const revokedAt = performance.now();
    await server.ask(`revoke/?credential=${credential}`, endpoints);
    const codes = await Promise.race([Promise.all(closes), wait(REVOKE_DEADLINE_MS, [])]);
    latencies.add(performance.now() - revokedAt);
    const revoked = codes.filter((code) => code === CLOSE.CREDENTIAL_REVOKED).length;
    failed += REVOKED_SOCKETS - revoked;
  }
  return { p50Ms: latencies.percentile(0.5), p99Ms: latencies.percentile(0.99), failed };
}

/** Opens a credential's sockets. Returns a promise of each one's close code. */
async function openRevocable(
  server: Server,
  endpoints: string[],
  credential: string,
): Promise<Promise<number>[]> {
  const sockets = Array.from({ length: REVOKED_SOCKETS }, (_, index) => {
    const id = endpoints[index % endpoints.length] ?? "";
    return openSocket(server.webSocketUrl(id, `credential=${credential}`));
  });
  return (await Promise.all(sockets)).map(({ closed }) => closed);
}

/**
 * Opens a socket and pings once, as all published clients do. The runtime (workerd of 2026-11) always
 * sends the close frame immediately, but if a peer has never sent anything, it keeps the connection
 * open while the hub is awake.
 *
 * @returns an object with the promise of the close code. A bare promise would be awaited together
 *   with the outer one.
 */
function openSocket(url: string): Promise<{ closed: Promise<number> }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const closed = new Promise<number>((close) => socket.once("close", close));
    socket.once("open", () => socket.send(PING_FRAME)).once("error", reject);
    socket.on("message", (frame: Buffer) => {
      if (frame.includes('"type":"pong"')) resolve({ closed });
    });
  });
}
