import { connect as connectTcp, type Socket } from "node:net";
import { beforeEach, describe, expect, it } from "vitest";
import { newWorld, pageAfter, postWebhook, type World } from "./support/api.ts";
import { digestOf, download, MIB, postLarge } from "./support/large-body.ts";
import { useSharedServer } from "./support/shared-server.ts";

/** Several parts, and not a whole number of them. */
const SENT_BYTES = 3 * MIB + 7;

const server = useSharedServer();
let world: World;

beforeEach(async () => {
  world = await newWorld(server, "team");
});

/** Sends only the beginning of a request. */
async function beginning(head: string): Promise<Socket> {
  const socket = connectTcp(server.port, "127.0.0.1");
  socket.on("error", () => {});
  const path = new URL(world.endpoint.url).pathname;
  socket.write(`POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}`);
  await new Promise((resolve) => socket.write(Buffer.alloc(3 * MIB, 120), resolve));
  return socket;
}

// test/slow/large-bodies.test.ts measures the memory that a much larger one takes.
describe("a large body", () => {
  it.each([
    ["with a length", false],
    ["in chunks", true],
  ])("goes in and out %s, byte for byte", async (_name, isChunked) => {
    const { id } = await postLarge(world, SENT_BYTES, isChunked);
    const sent = { size: SENT_BYTES, digest: digestOf(SENT_BYTES) };
    expect(await download(server, world, id)).toEqual(sent);
  });
});

describe("a large body that breaks off", () => {
  it.each([
    ["with a length, by a reset", `content-length: ${5 * MIB}\r\n\r\n`, "reset"],
    ["with a length, by an end", `content-length: ${5 * MIB}\r\n\r\n`, "end"],
    ["in chunks, by a reset", `transfer-encoding: chunked\r\n\r\n400000\r\n`, "reset"],
    ["in chunks, by an end", `transfer-encoding: chunked\r\n\r\n400000\r\n`, "end"],
  ])("%s is not stored", async (_name, head, how) => {
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
