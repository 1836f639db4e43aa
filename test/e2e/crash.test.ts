import { Agent } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, type Listening } from "../../src/client/index.ts";
import { historyAfter, newWorld, pageAfter, postWebhook, type World } from "./support/api.ts";
import { send } from "./support/http.ts";
import { TestServer } from "./support/server.ts";
import { connect, type TestSocket } from "./support/socket.ts";
import { until } from "./support/wait.ts";

const POSTS = 2_000;
const CONCURRENCY = 32;
/** The server is killed after this many acknowledgements, while every sender is busy. */
const KILL_AFTER = 800;
/** More than a socket is sent when a listener comes back; the rest is reported as a gap. */
const POSTS_WHILE_AWAY = 130;

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await TestServer.start();
  world = await newWorld(server, "plus");
});
afterAll(() => server.remove());

/** Posts until all are sent or the server is gone. Returns the acknowledged ids. */
async function postMany(onAcknowledged: (count: number) => void) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const acknowledged: string[] = [];
  let sent = 0;
  const sender = async () => {
    while (sent < POSTS) {
      sent += 1;
      const { status, body } = await send(world.endpoint.url, { body: `webhook ${sent}`, agent });
      if (status !== 200) throw new Error(`${status}: ${body}`);
      acknowledged.push((JSON.parse(body.toString()) as { id: string }).id);
      onAcknowledged(acknowledged.length);
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: CONCURRENCY }, sender));
  agent.destroy();
  return { acknowledged, broken: outcomes.filter(({ status }) => status === "rejected").length };
}

/** Everything that a returning listener gets: the requests of the gap, then those on the socket. */
async function catchUp(since: number, last: number): Promise<{ id: string; seq: number }[]> {
  const socket = await connect(server, world.endpoint.id, world.key.key, { since: String(since) });
  await socket.until(() => socket.lastSeq >= last, `request ${last}`);
  const fromGaps: { id: string; seq: number }[] = [];
  for (const frame of socket.frames) {
    if (frame.type !== "gap") continue;
    const { from, to } = frame.payload;
    fromGaps.push(...(await historyAfter(server, world, from - 1, to)));
  }
  await socket.close();
  return [...fromGaps, ...socket.requests].map(({ id, seq }) => ({ id, seq }));
}

function oneTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

describe("kill -9 of the server in the middle of 2,000 posts", () => {
  let listener: TestSocket;
  let acknowledged: string[];
  /** A listener of the client library, and the sequence numbers that it was given. */
  let listening: Listening;
  const delivered: number[] = [];

  it("breaks the connections, and the same folder starts again", async () => {
    listener = await connect(server, world.endpoint.id, world.key.key);
    const client = createClient({ url: server.origin, token: world.key.key });
    listening = client.listen(world.endpoint.id, {
      since: 0,
      onRequest: ({ seq }) => void delivered.push(seq),
    });
    await until(() => listening.state.is === "live", "the client library to be live");
    let killed: Promise<void> | undefined;
    const posted = await postMany((count) => {
      if (count === KILL_AFTER) killed = server.kill();
    });
    await killed;
    acknowledged = posted.acknowledged;
    expect(posted.broken).toBe(CONCURRENCY);
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILL_AFTER);
    expect(acknowledged.length).toBeLessThan(POSTS);
    expect(await listener.closed).toBe(1006);
    await server.start();
  });

  it("leaves every acknowledged request in the history exactly once, without a hole", async () => {
    const rows = await historyAfter(server, world, 0);
    const { total } = await pageAfter(server, world, 0);
    expect(rows.map(({ seq }) => seq)).toEqual(oneTo(total));
    const stored = rows.map(({ id }) => id);
    expect(new Set(stored).size).toBe(stored.length);
    expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
  });

  it("has shown no listener anything that is not in the history", async () => {
    const stored = new Map((await historyAfter(server, world, 0)).map(({ id, seq }) => [id, seq]));
    expect(listener.requests.map(({ seq }) => seq)).toEqual(oneTo(listener.lastSeq));
    for (const { id, seq } of listener.requests) expect(stored.get(id)).toBe(seq);
  });

  it("sends a listener that comes back exactly the rest", async () => {
    const since = listener.lastSeq;
    expect(since).toBeGreaterThan(0);
    await postWebhook(world, "first after the crash");
    const rows = await historyAfter(server, world, 0);
    const rest = rows.slice(since).map(({ id, seq }) => ({ id, seq }));
    expect(await catchUp(since, rows.length)).toEqual(rest);
  });

  it("sends the rest in the same way if a gap comes first", async () => {
    const since = (await pageAfter(server, world, 0)).total;
    const away = oneTo(POSTS_WHILE_AWAY).map((index) => postWebhook(world, `away ${index}`));
    const posted = (await Promise.all(away)).map(({ id }) => id);
    const got = await catchUp(since, since + POSTS_WHILE_AWAY);
    expect(got.map(({ seq }) => seq)).toEqual(oneTo(POSTS_WHILE_AWAY).map((at) => since + at));
    expect(got.map(({ id }) => id).toSorted()).toEqual(posted.toSorted());
  });

  it("continues with the next sequence number", async () => {
    const { total } = await pageAfter(server, world, 0);
    const socket = await connect(server, world.endpoint.id, world.key.key);
    expect(socket.frames[0]?.payload).toMatchObject({ lastSeq: total });
    const { id } = await postWebhook(world, "and on");
    expect((await socket.take(1))[0]).toMatchObject({ id, seq: total + 1 });
  });

  it("gives a listener of the client library each request once, in order", async () => {
    const { total } = await pageAfter(server, world, 0);
    await until(() => delivered.length >= total, "all of it");
    await listening.return();
    expect(delivered).toEqual(oneTo(total));
  });
});
