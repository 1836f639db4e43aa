import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callAs, newWorld, pageAfter, postWebhook, type World } from "./support/api.ts";
import { TestServer } from "./support/server.ts";

const MIB = 1024 * 1024;
const SENT_BYTES = 120 * MIB;

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

/** Bytes that do not repeat, one slice at a time, so that the test does not hold a whole body. */
function* slicesOf(size: number): Generator<Buffer> {
  for (let at = 0; at < size; at += MIB) {
    yield createHash("shake256", { outputLength: Math.min(MIB, size - at) })
      .update(String(at))
      .digest();
  }
}

function post(size: number, isChunked: boolean): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const headers = isChunked ? {} : { "content-length": size };
    const sending = request(world.endpoint.url, { method: "POST", headers }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      if (response.statusCode === 200) resolve(JSON.parse(text));
      else reject(new Error(text));
    });
    sending.once("error", reject);
    void (async () => {
      for (const slice of slicesOf(size)) {
        if (!sending.write(slice)) await new Promise((drained) => sending.once("drain", drained));
      }
      sending.end();
    })();
  });
}

function digestOf(size: number): string {
  const hash = createHash("sha256");
  for (const slice of slicesOf(size)) hash.update(slice);
  return hash.digest("hex");
}

async function downloadDigest(requestId: string, size = SENT_BYTES): Promise<string> {
  const path = `/api/requests/${requestId}/body`;
  const reply = await callAs(server, world.account.token, "GET", path);
  expect(reply.headers.get("content-length")).toBe(String(size));
  const hash = createHash("sha256");
  for await (const chunk of reply.body ?? []) hash.update(chunk);
  return hash.digest("hex");
}

/**
 * Moves the same number of bytes in and out as bodies of 2 MiB. The memory that streams take until
 * the garbage collector runs is then part of the peak before the large body comes.
 */
async function moveSmall(isChunked: boolean): Promise<void> {
  for (let moved = 0; moved < SENT_BYTES; moved += 2 * MIB) {
    const { id } = await post(2 * MIB, isChunked);
    await downloadDigest(id, 2 * MIB);
  }
}

/** Sends only the beginning of a request. */
async function beginning(head: string): Promise<Socket> {
  const socket = connectTcp(server.port, "127.0.0.1");
  socket.on("error", () => {});
  const path = new URL(world.endpoint.url).pathname;
  socket.write(`POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}`);
  await new Promise((resolve) => socket.write(Buffer.alloc(3 * MIB, 120), resolve));
  return socket;
}

describe("a body of 120 MiB", () => {
  it.each([
    ["with a length", false],
    ["in chunks", true],
  ])(
    "goes in and out %s, byte for byte, in memory that does not grow with it",
    async (_n, isChunked) => {
      await moveSmall(isChunked);
      const before = peakMemory();
      const { id } = await post(SENT_BYTES, isChunked);
      expect(await downloadDigest(id)).toBe(digestOf(SENT_BYTES));
      const grown = peakMemory() - before;
      console.log(`large-bodies: peak memory grew by ${(grown / MIB).toFixed(1)} MiB`);
      // A body held whole would be there twice: in the worker and in the hub.
      expect(grown).toBeLessThan(SENT_BYTES);
    },
  );
});

describe("a large body that breaks off", () => {
  it.each([
    ["with a length, by a reset", `content-length: ${5 * MIB}\r\n\r\n`, "reset"],
    ["with a length, by an end", `content-length: ${5 * MIB}\r\n\r\n`, "end"],
    ["in chunks, by a reset", `transfer-encoding: chunked\r\n\r\n400000\r\n`, "reset"],
    ["in chunks, by an end", `transfer-encoding: chunked\r\n\r\n400000\r\n`, "end"],
  ])("%s is not stored", async (_name, head, how) => {
    world = await newWorld(server, "team");
    const before = await pageAfter(server, world, 0);
    const socket = await beginning(head);
    if (how === "reset") socket.resetAndDestroy();
    else socket.end();
    const { id } = await postWebhook(world, "after it");
    const { requests, total } = await pageAfter(server, world, 0);
    expect(total).toBe(before.total + 1);
    expect(requests.at(-1)).toMatchObject({ id, body: "after it" });
    socket.destroy();
  });
});
