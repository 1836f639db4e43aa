import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newWorld, postWebhook, type World } from "../e2e/support/api.ts";
import { Program } from "../e2e/support/program.ts";
import { TestServer } from "../e2e/support/server.ts";
import { until } from "../e2e/support/wait.ts";

const REQUESTS = 100_000;
const MIB = 1024 * 1024;

/** A quarter of what all the requests take: a client that kept them would run out of memory. */
const HEAP_MIB = 48;

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await TestServer.start();
  world = await newWorld(server, "team");
  await postWebhook(world, "x".repeat(500));
  await server.stop();
  repeatNewest(REQUESTS - 1);
  await server.start();
}, 120_000);
afterAll(() => server.remove());

/**
 * Copies the one stored request in the hub's file while the server is stopped: to post this many
 * would take minutes.
 */
function repeatNewest(count: number): void {
  for (const path of globSync(join(server.stateDir, "**/*.sqlite"))) {
    const file = new DatabaseSync(path);
    if (isHub(file)) repeatIn(file, count);
    file.close();
  }
}

function isHub(file: DatabaseSync): boolean {
  const tables = "SELECT count(*) AS n FROM sqlite_master WHERE name = 'requests'";
  if (file.prepare(tables).get()?.["n"] !== 1) return false;
  return file.prepare("SELECT count(*) AS n FROM requests").get()?.["n"] === 1;
}

/** Inserts `count` copies. An id begins with its sequence number, so each copy gets its own. */
function repeatIn(file: DatabaseSync, count: number): void {
  file
    .prepare(
      `WITH RECURSIVE again(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM again WHERE n < ?)
       INSERT INTO requests (seq, id, created_at, method, path, raw_query, raw_headers, ip, size,
         bytes_through, body)
       SELECT seq + n, printf('%08x', seq + n) || substr(id, 9), created_at, method, path,
         raw_query, raw_headers, ip, size, bytes_through * (n + 1), body
       FROM again, (SELECT * FROM requests)`,
    )
    .run(count);
}

/** The peak memory of a process, in bytes. */
function peakMemory({ pid }: Program): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

describe.skipIf(process.platform !== "linux")("a listener that has missed 100,000 requests", () => {
  it("gets all of them in order, in memory that does not grow with their number", async () => {
    const small = `--max-old-space-size=${HEAP_MIB}`;
    const consumer = new Program(process.execPath, [small, "test/e2e/support/consumer.ts"], {
      URL: server.origin,
      ENDPOINT_ID: world.endpoint.id,
      KEY: world.key.key,
    });
    const has = (seq: number) => () => consumer.output.includes(`\n#${seq}\n`);
    const from = performance.now();
    await until(has(REQUESTS), "all of them", 240_000);
    const seconds = (performance.now() - from) / 1_000;
    const peak = Math.round(peakMemory(consumer) / MIB);
    const rate = Math.round(REQUESTS / seconds);
    console.log(
      `catch-up-many: ${REQUESTS} requests in ${seconds.toFixed(1)} s, ${rate} a second, in a heap of ${HEAP_MIB} MiB; the process at its peak: ${peak} MiB`,
    );
    const seen = [...consumer.output.matchAll(/^#(\d+)$/gm)].map(([, seq]) => Number(seq));
    expect(seen).toHaveLength(REQUESTS);
    expect(seen.every((seq, index) => seq === index + 1)).toBe(true);
    await consumer.kill();
  }, 400_000);
});
