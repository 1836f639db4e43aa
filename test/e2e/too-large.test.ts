import { Agent } from "node:http";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { callAs, json, newWorld, pageAfter, postWebhook, type World } from "./support/api.ts";
import { send, slices } from "./support/http.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { connect, type TestSocket } from "./support/socket.ts";

const MAX_BYTES = 512 * 1024;

const server = useSharedServer();
let world: World;
let listener: TestSocket;

beforeAll(async () => {
  world = await newWorld(server, "plus");
  listener = await connect(server, world.endpoint.id, world.key.key);
});

interface Seen {
  status: number;
  text: string;
}
type Sender = (url: string, body: Uint8Array) => Promise<Seen>;

async function seenBy(response: Response): Promise<Seen> {
  return { status: response.status, text: await response.text() };
}

/** The ways in which senders transmit a body. */
const SENDERS: [name: string, sender: Sender][] = [
  ["node:http with a content-length", async (url, body) => toSeen(await send(url, { body }))],
  ["node:http in chunks", async (url, body) => toSeen(await send(url, { body, isChunked: true }))],
  [
    "fetch with a content-length",
    async (url, body) => seenBy(await fetch(url, { method: "POST", body: Buffer.from(body) })),
  ],
  [
    "fetch in chunks",
    async (url, body) => {
      const stream = ReadableStream.from(slices(body));
      return seenBy(await fetch(url, { method: "POST", body: stream, duplex: "half" }));
    },
  ],
];

function toSeen({ status, body }: { status: number; body: Buffer }): Seen {
  return { status, text: body.toString() };
}

describe.each([
  ["one byte more than the plan allows", MAX_BYTES + 1],
  ["30 MB, more than any plan allows", 30_000_000],
])("a body of %s", (_name, size) => {
  it.each(SENDERS)("is refused so that its sender sees it: %s", async (_sender, sendBody) => {
    const { status, text } = await sendBody(world.endpoint.url, new Uint8Array(size).fill(120));
    expect(status).toBe(413);
    expect(JSON.parse(text)).toEqual({
      error: expect.any(String),
      code: "payload_too_large",
      maxSize: MAX_BYTES,
      actualSize: size,
      requestId: expect.any(String),
    });
  });
});

it("a sender that is refused again and again keeps its connection", async () => {
  const paused = await newWorld(server, "plus");
  const path = `/api/endpoints/${paused.endpoint.id}`;
  await json(await callAs(server, paused.account.token, "PATCH", path, { isPaused: true }));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const connections = vi.spyOn(agent, "createConnection" as never);
  for (const size of [10, 300_000, 1_000_000, 300_000, 10]) {
    const body = new Uint8Array(size);
    expect((await send(paused.endpoint.url, { body, agent })).status).toBe(403);
  }
  expect(connections).toHaveBeenCalledTimes(1);
  agent.destroy();
});

it("stores and pushes no refused request, and takes the next one", async () => {
  const { id } = await postWebhook(world, "small again");
  expect((await listener.take(1))[0]).toMatchObject({ id, seq: 1, body: "small again" });
  const { requests, total } = await pageAfter(server, world, 0);
  expect(total).toBe(1);
  expect(requests.map((request) => request.id)).toEqual([id]);
});
