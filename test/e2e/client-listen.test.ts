import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient, memoryCursor, type ListenOptions } from "../../src/client/index.ts";
import { callAs, newWorld, postWebhook, type World } from "./support/api.ts";
import { send, type Reply } from "./support/http.ts";
import { Relay } from "./support/relay.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { until } from "./support/wait.ts";

/** More than a socket is sent when it comes back. */
const MISSED = 200;
const SENDERS = 16;

const server = useSharedServer();
let world: World;
let relay: Relay;

beforeEach(async () => {
  world = await newWorld(server, "team");
  relay = await Relay.to(server.port);
});
afterEach(() => relay.close());

/** A consumer that records what it receives. */
function consume(options: ListenOptions = {}) {
  const client = createClient({ url: relay.origin, token: world.key.key });
  const stop = new AbortController();
  const seqs: number[] = [];
  const bodies: string[] = [];
  const states: string[] = [];
  const listening = client.listen(world.endpoint.id, {
    signal: stop.signal,
    onState: ({ is }) => states.push(is),
    onRequest: ({ seq, body }) => void (seqs.push(seq), bodies.push(body)),
    ...options,
  });
  return { listening, stop, seqs, bodies, states };
}

/** Posts webhooks at a rate until it is stopped. */
class Traffic {
  /** How many were acknowledged. */
  sent = 0;
  #isOver = false;
  readonly #posting: Promise<void>;

  constructor(perSecond: number) {
    this.#posting = this.#post(perSecond);
  }

  async stop(): Promise<number> {
    this.#isOver = true;
    await this.#posting;
    return this.sent;
  }

  async #post(perSecond: number): Promise<void> {
    while (!this.#isOver) {
      await postWebhook(world, String(this.sent + 1));
      this.sent += 1;
      await sleep(1000 / perSecond);
    }
  }
}

/** Posts this many webhooks, several at a time. */
async function postMany(count: number): Promise<void> {
  let left = count;
  const sender = async () => {
    while (left-- > 0) await postWebhook(world, "one of many");
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

/** Connects like the library, but takes only frames of 32 KiB. */
const connectWithSmallFrames = (url: string) =>
  new WebSocket(url.replace(/\binline=\d+/, "inline=32768"));

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("a listener of the client library", () => {
  it("delivers each request once and in order, and is live only after `connected`", async () => {
    const { listening, stop, seqs, states } = consume();
    await until(() => listening.state.is === "live", "live");
    for (let n = 1; n <= 5; n++) await postWebhook(world, String(n));
    await until(() => seqs.length === 5, "5 requests");
    stop.abort();
    await listening.closed;
    expect(seqs).toEqual(upTo(5));
    expect(states).toEqual(["connecting", "live", "closed"]);
  });

  it("delivers requests whole whose head or body did not fit into its frame", async () => {
    const client = createClient(
      { url: relay.origin, token: world.account.token },
      { connect: connectWithSmallFrames },
    );
    const long = "x".repeat(100 * 1024);
    const listening = client.listen(world.endpoint.id);
    await until(() => listening.state.is === "live", "live");
    const post = () =>
      send(`${world.endpoint.url}/a`, { headers: { "x-long": long }, body: "whole" });
    const [first, deleted] = [await post(), await post()];
    const body = "x".repeat(40 * 1024);
    await postWebhook(world, body);
    const idOf = (reply: Reply) => (JSON.parse(reply.body.toString()) as { id: string }).id;
    await client.requests.delete(idOf(deleted));
    const connectionId = listening.state.is === "live" ? listening.state.connectionId : "";
    await client.replay.send({ requestId: idOf(first), connectionId });
    const received = [];
    for (let n = 0; n < 3; n++) received.push((await listening.next()).value);
    await listening.return();
    expect(received).toMatchObject([
      { seq: 1, headers: { "x-long": long }, body: "whole", replay: null },
      { seq: 3, body, bodyEncoding: "utf8", replay: null },
      {
        seq: 1,
        headers: { "x-long": long },
        body: "whole",
        replay: { replayId: expect.any(String) as string },
      },
    ]);
    for (const request of received) expect(request).not.toHaveProperty("headOmitted");
  });

  it.each(["cut", "freeze"] as const)(
    "misses nothing while the network is gone: %s",
    async (how) => {
      const { listening, stop, seqs } = consume({ since: 0 });
      await until(() => listening.state.is === "live", "live");
      const traffic = new Traffic(100);
      await until(() => seqs.length > 10, "traffic");
      relay[how]();
      const before = traffic.sent;
      await postMany(MISSED);
      relay.mend();
      await until(() => seqs.length > before, "the listener to be back");
      const sent = (await traffic.stop()) + MISSED;
      await until(() => seqs.length >= sent, "all of it");
      stop.abort();
      expect(seqs).toEqual(upTo(sent));
    },
  );

  it("fetches what was too much for the socket, in order, while live traffic goes on", async () => {
    await postMany(450);
    const traffic = new Traffic(40);
    const { stop, seqs, states } = consume({ since: 0 });
    await until(() => seqs.length > 460, "what was missed");
    const sent = (await traffic.stop()) + 450;
    await until(() => seqs.length >= sent, "all of it");
    stop.abort();
    expect(seqs).toEqual(upTo(sent));
    expect(states).toContain("catching-up");
  });

  it("buffers a bounded amount for a slow consumer, which receives the rest later", async () => {
    let goOn = () => {};
    const first = new Promise<void>((resolve) => (goOn = resolve));
    const seqs: number[] = [];
    const { listening, stop } = consume({
      since: 0,
      onRequest: async ({ seq }) => (seqs.push(seq), first),
    });
    await until(() => listening.state.is === "live", "live");
    await postMany(700);
    await until(() => listening.state.is === "catching-up", "more than it buffers");
    goOn();
    await until(() => seqs.length === 700, "all of it");
    stop.abort();
    expect(seqs).toEqual(upTo(700));
  });

  it("continues from its cursor, and repeats only unhandled requests", async () => {
    const cursor = memoryCursor();
    for (let n = 1; n <= 10; n++) await postWebhook(world, String(n));
    const client = createClient({ url: relay.origin, token: world.key.key });
    const options = { since: 0, cursor };
    const seen: number[] = [];
    for await (const { seq } of client.listen(world.endpoint.id, options)) {
      seen.push(seq);
      if (seq === 4) break;
    }
    expect(seen).toEqual([1, 2, 3, 4]);
    const { stop, seqs } = consume({ cursor });
    await until(() => seqs.length === 6, "the rest");
    stop.abort();
    expect(seqs).toEqual([5, 6, 7, 8, 9, 10]);
  });
});

it("delivers a request again if its consumer failed", async () => {
  const cursor = memoryCursor();
  for (let n = 1; n <= 3; n++) await postWebhook(world, String(n));
  const failing = consume({
    since: 0,
    cursor,
    onRequest: ({ seq }) => {
      if (seq === 2) throw new Error("not now");
    },
  });
  await expect(failing.listening.closed).rejects.toThrow("not now");
  const { stop, seqs } = consume({ cursor });
  await until(() => seqs.length === 2, "the rest");
  stop.abort();
  expect(seqs).toEqual([2, 3]);
});

it("retries without limit and leaves no event listener on a signal behind", async () => {
  const added = vi.spyOn(EventTarget.prototype, "addEventListener");
  const removed = vi.spyOn(EventTarget.prototype, "removeEventListener");
  const abortsOf = ({ mock }: { mock: { calls: unknown[][] } }) =>
    mock.calls.filter(([type]) => type === "abort").length;
  const stop = new AbortController();
  let tries = 0;
  const client = createClient(
    { url: "http://127.0.0.1:1", fetch: () => Promise.reject(new TypeError("unreachable")) },
    { random: () => 0 },
  );
  const listening = client.listen(world.endpoint.id, {
    signal: stop.signal,
    onState: ({ is }) => void (is === "waiting" && tries++),
  });
  await until(() => tries >= 50, "fifty tries");
  // The caller's signal, the listening's own and the current wait. None for finished attempts.
  expect(abortsOf(added) - abortsOf(removed)).toBeLessThanOrEqual(3);
  vi.restoreAllMocks();
  await listening.return();
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});

describe("listening ends for good, with the reason,", () => {
  it("if the key is revoked", async () => {
    const { listening } = consume();
    await until(() => listening.state.is === "live", "live");
    await callAs(server, world.account.token, "DELETE", `/api/keys/${world.key.id}`);
    await expect(listening.closed).rejects.toMatchObject({ code: "credential_revoked" });
  });

  it("if the key is wrong from the start, or the endpoint does not exist", async () => {
    const wrong = createClient({ url: relay.origin, token: "hnx_wrong" });
    await expect(wrong.listen(world.endpoint.id).next()).rejects.toMatchObject({ status: 401 });
    const client = createClient({ url: relay.origin, token: world.key.key });
    const nowhere = client.listen(crypto.randomUUID());
    await expect(nowhere.next()).rejects.toMatchObject({ code: "endpoint_not_found" });
  });

  it("but not if the listener limit is reached: it waits for a place", async () => {
    const lone = await newWorld(server, "free").catch(() => null);
    expect(lone).toBeNull();
    const account = createClient({ url: relay.origin, token: world.account.token });
    const states: unknown[] = [];
    await callAs(server, server.adminToken, "PATCH", `/api/admin/accounts/${world.account.id}`, {
      plan: "free",
    });
    const [a, b] = [account.listen(world.endpoint.id), account.listen(world.endpoint.id)];
    await until(() => a.state.is === "live" && b.state.is === "live", "two live");
    const third = account.listen(world.endpoint.id, { onState: (state) => states.push(state) });
    const reason = "This endpoint already has its maximum of 2 listeners.";
    await until(() => third.state.is === "waiting", "waiting");
    const code = "connection_limit";
    expect(states).toContainEqual({ is: "waiting", retryInMs: expect.any(Number), reason, code });
    await a.return();
    await until(() => third.state.is === "live", "a place");
    await Promise.all([b.return(), third.return()]);
  });
});
