import { setTimeout as wait } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import type { Server } from "../hosts/server.ts";
import { Connection } from "../load/connection.ts";
import { Lane } from "../load/lane.ts";
import type { Subject } from "../subjects.ts";
import { filledEndpoint } from "./catch-up.ts";
import type { Figures } from "./figures.ts";
import { memoryKibOf } from "./processes.ts";

const KIB = 1_024;
const SEARCHED_ENDPOINTS = 3;
/** 64 MiB on each endpoint. */
const SEARCHED = { requests: 1_024, bodyBytes: 64 * KIB };
const SEARCHES_EACH = 5;

const PAGE_REQUESTS = 60;
const PAGE_BODY_BYTES = KIB * KIB;
const SAMPLE_MS = 5;

/**
 * The longest that a webhook waits beside three searches over 64 MiB, each on an endpoint of its own.
 * Webhooks go to these endpoints and to a fourth one, one after another on each.
 */
export async function measureSearches(server: Server): Promise<Figures> {
  const searched: string[] = [];
  for (let n = 0; n < SEARCHED_ENDPOINTS; n++) {
    searched.push(await filledEndpoint(server, SEARCHED.requests, SEARCHED.bodyBytes));
  }
  const all = [...searched, ...(await server.makeEndpoints(1))];
  const posting = { isOver: false, failed: 0, waits: [] as number[] };
  const posters = all.map((id, index) => postUntilOver(server, id, index, posting));
  const startedAt = performance.now();
  await Promise.all(searched.map((id) => searchAgainAndAgain(server, id)));
  const searchMs = (performance.now() - startedAt) / SEARCHES_EACH;
  posting.isOver = true;
  await Promise.all(posters);
  const { failed, waits } = posting;
  return { longestMs: Math.max(...waits), searchMs, webhooks: waits.length, failed };
}

async function searchAgainAndAgain(server: Server, endpointId: string): Promise<void> {
  for (let n = 0; n < SEARCHES_EACH; n++) {
    const { total } = await server.ask<{ total: number | null }>(`search/${endpointId}?q=nowhere`);
    if (total !== 0) throw new Error(`A search that finds nothing counted ${total}.`);
  }
}

async function postUntilOver(
  server: Server,
  endpointId: string,
  index: number,
  posting: { isOver: boolean; failed: number; waits: number[] },
): Promise<void> {
  const connection = await Connection.open(server.port);
  const lane = new Lane(index, index, `/h/${endpointId}`);
  while (!posting.isOver) {
    const sentAt = performance.now();
    const status = await new Promise<number>((resolve) => connection.send(lane.next(), resolve));
    posting.waits.push(performance.now() - sentAt);
    if (status !== 200) posting.failed++;
    await wait(1);
  }
  connection.close();
}

/** How much a server's memory grows at most while it serves a page of 60 bodies of 1 MiB. */
export async function measurePage(bench: Bench, subject: Subject): Promise<Figures> {
  const server = await bench.fresh(subject);
  try {
    const endpointId = await filledEndpoint(server, PAGE_REQUESTS, PAGE_BODY_BYTES);
    const beforeMib = mebibytesOf(server);
    let highestMib = beforeMib;
    const sample = () => (highestMib = Math.max(highestMib, mebibytesOf(server)));
    const sampling = setInterval(sample, SAMPLE_MS);
    const page = server.ask<{ requests: unknown[] }>(`page/${endpointId}?after=0&limit=100`);
    const { requests } = await page.finally(() => clearInterval(sampling));
    sample();
    return {
      beforeMib,
      grownMib: highestMib - beforeMib,
      lost: PAGE_REQUESTS - requests.length,
    };
  } finally {
    await server.remove();
  }
}

function mebibytesOf(server: Server): number {
  return memoryKibOf(server.processes.pids()) / KIB;
}
