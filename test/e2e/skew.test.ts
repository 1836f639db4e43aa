import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import {
  callAs,
  historyAfter,
  json,
  newAccount,
  newEndpoint,
  newWorld,
  postWebhook,
  revokeKey,
} from "./support/api.ts";
import { send } from "./support/http.ts";
import { SkewedServer, type Version } from "./support/skewed-server.ts";
import { connect, tryToConnect } from "./support/socket.ts";
import { within } from "./support/wait.ts";

/*
 * During a deploy, and after a rollback, worker and hub run different versions. Each pair takes
 * webhooks, listeners and commands as if both had the same version.
 */

const PAIRS: [worker: Version, hub: Version][] = [
  ["new", "new"],
  ["new", "old"],
  ["old", "new"],
  ["old", "old"],
];

const LARGE = Buffer.alloc(3 * 1024 * 1024 + 7, "0123456789abcdef");

let server: SkewedServer;

beforeAll(async () => {
  server = await SkewedServer.prepare();
});
afterAll(() => server.remove());

describe.each(PAIRS)("a worker that is %s with a hub that is %s", (worker, hub) => {
  beforeAll(() => server.start(worker, hub));

  it("stores webhooks, alone and together, and sends each to a listener once", async () => {
    const world = await newWorld(server, "team");
    const listener = await connect(server, world.endpoint.id, world.key.key);
    await postWebhook(world, "alone");
    const bodies = Array.from({ length: 100 }, (_, index) => `together ${index}`);
    await Promise.all(bodies.map((body) => postWebhook(world, body)));
    const received = await listener.take(101);
    expect(received.map(({ body }) => body).toSorted()).toEqual(["alone", ...bodies].toSorted());
    const stored = await historyAfter(server, world, 0);
    expect(stored.map(({ seq }) => seq)).toEqual(received.map(({ seq }) => seq));
    listener.reset();
  });

  it("stores a large body exactly", async () => {
    const world = await newWorld(server, "team");
    const reply = await send(world.endpoint.url, { body: LARGE });
    expect(reply.status).toBe(200);
    const { id } = JSON.parse(reply.body.toString()) as { id: string };
    const path = `/api/requests/${id}/body`;
    const stored = await callAs(server, world.account.token, "GET", path);
    expect(LARGE.equals(Buffer.from(await stored.arrayBuffer()))).toBe(true);
  });

  it("pauses and resumes an endpoint at once", async () => {
    const world = await newWorld(server, "team");
    const path = `/api/endpoints/${world.endpoint.id}`;
    const set = (body: object) => callAs(server, world.account.token, "PATCH", path, body);
    await json(await set({ isPaused: true }));
    expect((await fetch(world.endpoint.url, { method: "POST" })).status).toBe(403);
    await json(await set({ isPaused: false }));
    await postWebhook(world, "resumed");
  });

  it("gives a returning listener what it missed", async () => {
    const world = await newWorld(server, "team");
    const { seq } = (await postAndFind(world, "seen")) ?? { seq: 0 };
    await postWebhook(world, "missed");
    const query = { since: String(seq) };
    const listener = await connect(server, world.endpoint.id, world.key.key, query);
    expect((await listener.take(1)).map(({ body }) => body)).toEqual(["missed"]);
    listener.reset();
  });

  it("closes the sockets of a revoked key, and admits it no more", async () => {
    const world = await newWorld(server, "team");
    const listener = await connect(server, world.endpoint.id, world.key.key);
    await revokeKey(server, world.account.token, world.key.id);
    const code = await within(listener.closed, () => "the socket of a revoked key to close");
    expect(code).toBe(CLOSE.CREDENTIAL_REVOKED);
    const again = await tryToConnect(server, world.endpoint.id, { apikey: world.key.key });
    expect(again).toMatchObject({ status: 401 });
  });
});

/** A hub and its account's object are updated separately, too. */
describe.each([
  ["new", "old"],
  ["old", "new"],
] as [hub: Version, account: Version][])(
  "hubs that are %s with an account that is %s",
  (...pair) => {
    beforeAll(() => server.start("new", ...pair));

    it("accept exactly the account's daily requests, over two endpoints, and count them", async () => {
      const account = await newAccount(server, "free");
      const urls: string[] = [];
      for (let n = 0; n < 2; n++) urls.push((await newEndpoint(server, account.token)).url);
      const posts = Array.from({ length: 110 }, (_, n) =>
        fetch(urls[n % 2] ?? "", { method: "POST", body: "x" }),
      );
      const statuses = (await Promise.all(posts)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(100);
      expect(statuses.filter((status) => status === 429)).toHaveLength(10);
      const usage = await json<{ requests: { current: number } }>(
        await callAs(server, account.token, "GET", "/api/account/usage"),
      );
      expect(usage.requests.current).toBe(100);
    });
  },
);

async function postAndFind(world: Parameters<typeof postWebhook>[0], body: string) {
  await postWebhook(world, body);
  return (await historyAfter(server, world, 0)).at(-1);
}

it("rolled back, written to and rolled forward, loses nothing and works on", async () => {
  await server.start("new", "new");
  const world = await newWorld(server, "team");
  await postWebhook(world, "before");
  const doomed = await newEndpoint(server, world.account.token);
  const expectDeleted = async () =>
    expect((await fetch(doomed.url, { method: "POST" })).status).toBe(404);
  await json(await callAs(server, world.account.token, "DELETE", `/api/endpoints/${doomed.id}`));
  await server.start("old", "old");
  await expectDeleted();
  await postWebhook(world, "rolled back");
  const path = `/api/endpoints/${world.endpoint.id}`;
  await json(await callAs(server, world.account.token, "PATCH", path, { alias: "orders" }));
  await server.start("new", "new");
  await postWebhook(world, "rolled forward");
  // Now its hub removes its tables, which the first release then makes again.
  await expectDeleted();
  await server.start("old", "old");
  await expectDeleted();
  await server.start("new", "new");
  await expectDeleted();
  await postWebhook(world, "twice");
  const stored = await historyAfter(server, world, 0);
  expect(stored.map(({ body }) => body)).toEqual([
    "before",
    "rolled back",
    "rolled forward",
    "twice",
  ]);
  await revokeKey(server, world.account.token, world.key.id);
  const again = await tryToConnect(server, world.endpoint.id, { apikey: world.key.key });
  expect(again).toMatchObject({ status: 401 });
});
