import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newWorld, type World } from "../e2e/support/api.ts";
import { digestOf, download, MIB, postLarge } from "../e2e/support/large-body.ts";
import { TestServer } from "../e2e/support/server.ts";

const SENT_BYTES = 120 * MIB;
const SMALL_BYTES = 2 * MIB;

// An operator may allow more than any plan does, so memory must not be what limits a body.
const PLAN_OVERRIDES = JSON.stringify({ team: { maxBodyBytes: SENT_BYTES } });

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await TestServer.start({ PLAN_OVERRIDES });
  world = await newWorld(server, "team");
});
afterAll(() => server.remove());

/** The largest peak memory of the server's processes, in bytes. */
function peakMemory(): number {
  const peaks = server.runtimePids().map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  });
  return Math.max(...peaks);
}

/**
 * Moves the same number of bytes in and out as bodies of 2 MiB. The memory that streams take until
 * the garbage collector runs is then part of the peak before the large body comes.
 */
async function moveSmall(isChunked: boolean): Promise<void> {
  for (let moved = 0; moved < SENT_BYTES; moved += SMALL_BYTES) {
    const { id } = await postLarge(world, SMALL_BYTES, isChunked);
    expect((await download(server, world, id)).size).toBe(SMALL_BYTES);
  }
}

describe("a body of 120 MiB", () => {
  it.each([
    ["with a length", false],
    ["in chunks", true],
  ])(
    "goes in and out %s, byte for byte, in memory that does not grow with it",
    async (_name, isChunked) => {
      await moveSmall(isChunked);
      const before = peakMemory();
      const { id } = await postLarge(world, SENT_BYTES, isChunked);
      const sent = { size: SENT_BYTES, digest: digestOf(SENT_BYTES) };
      expect(await download(server, world, id)).toEqual(sent);
      const grown = peakMemory() - before;
      console.log(`large-bodies: peak memory grew by ${(grown / MIB).toFixed(1)} MiB`);
      // A body held whole would be there twice: in the worker and in the hub.
      expect(grown).toBeLessThan(SENT_BYTES);
    },
  );
});
