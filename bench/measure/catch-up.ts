import type { Server } from "../hosts/server.ts";
import { Connection } from "../load/connection.ts";
import { Lane } from "../load/lane.ts";
import { Listener } from "../load/listener.ts";
import { postCount } from "../load/post-count.ts";
import type { Scale } from "../scale.ts";
import type { Figures } from "./figures.ts";

/** The most that the server sends after a connect. Older requests are read in pages. */
const CAUGHT_UP_REQUESTS = 100;
const PAGE_REQUESTS = 100;
const DEADLINE_MS = 10_000;

/** How fast a listener that reconnects gets 100 missed requests. */
export async function measureCatchUp(server: Server, { catchUps }: Scale): Promise<Figures> {
  const [endpointId = ""] = await server.makeEndpoints(1);
  const lane = new Lane(0, 0, `/h/${endpointId}`);
  const connection = await Connection.open(server.port);
  const failed = await postCount(connection, lane, CAUGHT_UP_REQUESTS);
  connection.close();
  const found = { failed, lost: 0, repeated: 0, outOfOrder: 0 };
  const startedAt = performance.now();
  for (let turn = 0; turn < catchUps; turn++) {
    const listener = await Listener.open(server.webSocketUrl(endpointId, "since=0"), 0, true);
    await listener.waitFor(CAUGHT_UP_REQUESTS, DEADLINE_MS);
    const faults = listener.faults([lane]);
    listener.close();
    found.lost += faults.lost;
    found.repeated += faults.repeated;
    found.outOfOrder += faults.outOfOrder;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { requestsPerSecond: (catchUps * CAUGHT_UP_REQUESTS) / seconds, ...found };
}

/** How fast a long history is read in pages with `after`. */
export async function measurePaging(server: Server, { pagedRequests }: Scale): Promise<Figures> {
  const endpointId = await filledEndpoint(server, pagedRequests);
  const startedAt = performance.now();
  let [after, outOfOrder] = [0, 0];
  for (;;) {
    const route = `page/${endpointId}?after=${after}&limit=${PAGE_REQUESTS}`;
    const { requests } = await server.ask<{ requests: { seq: number }[] }>(route);
    for (const { seq } of requests) {
      if (seq !== after + 1) outOfOrder++;
      after = seq;
    }
    if (requests.length < PAGE_REQUESTS) break;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { requestsPerSecond: after / seconds, lost: pagedRequests - after, outOfOrder };
}

/** An endpoint with this many stored requests: one is posted and repeated by SQL. */
export async function filledEndpoint(
  server: Server,
  requests: number,
  bodyBytes = 6,
): Promise<string> {
  const [endpointId = ""] = await server.makeEndpoints(1);
  const body = "x".repeat(bodyBytes);
  const posted = await fetch(server.url(`/h/${endpointId}`), { method: "POST", body });
  if (!posted.ok) throw new Error(`A post was answered with ${posted.status}.`);
  const filled = await server.ask<{ requestCount: number }>(
    `fill/${endpointId}?count=${requests - 1}`,
  );
  if (filled.requestCount === requests) return endpointId;
  throw new Error(`The endpoint has ${filled.requestCount} requests instead of ${requests}.`);
}
