import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../../../src/protocol/close-codes.ts";
import { PING_FRAME, serverFrame } from "../../../../src/protocol/frames.ts";
import { SECOND_MS } from "../../../../src/protocol/time-units.ts";
import { accepted, connect, upgrade, type TestListener } from "../../support/test-listener.ts";
import { hubOf, json, newAccount, newEndpoint, newKey, postWebhook } from "../../support/world.ts";

async function newInbox(plan: "plus" | "pro" | "team" = "plus") {
  const account = await newAccount(plan);
  const endpoint = await newEndpoint(account);
  const { key } = await newKey(account);
  return { account, endpointId: endpoint.id, key };
}

const seqs = (listener: TestListener) =>
  listener.frames.filter(({ type }) => type === "new_request").map(({ payload }) => payload["seq"]);

describe("listeners", () => {
  it("get `connected` with the last sequence number, then every request in order", async () => {
    const { endpointId, key } = await newInbox();
    await postWebhook(endpointId);
    const listener = await connect(endpointId, key);
    await Promise.all(Array.from({ length: 40 }, (_, n) => postWebhook(endpointId, String(n))));
    const frames = await listener.take(41);
    expect(frames[0]).toMatchObject({ type: "connected", payload: { lastSeq: 1 } });
    expect(seqs(listener)).toEqual(Array.from({ length: 40 }, (_, n) => n + 2));
    for (const frame of frames) serverFrame.parse(frame);
    listener.close();
  });

  it("are admitted up to the plan's limit, however many upgrades race", async () => {
    const { endpointId, key } = await newInbox();
    const racing = Array.from({ length: 30 }, () => upgrade(`/ws/${endpointId}?apikey=${key}`));
    const replies = await Promise.all(racing);
    const admitted = replies.filter(({ status }) => status === 101);
    expect(admitted).toHaveLength(3);
    for (const reply of replies.filter(({ status }) => status !== 101)) {
      const limit = { error: "Connection limit reached", max: 3 };
      expect(await json(reply, 403)).toEqual(limit);
    }
    for (const reply of admitted) (await accepted(reply)).close();
  });

  it("free their place for the next one when they close", async () => {
    const { endpointId, key } = await newInbox();
    const three = await Promise.all([1, 2, 3].map(() => connect(endpointId, key)));
    expect((await upgrade(`/ws/${endpointId}?apikey=${key}`)).status).toBe(403);
    three[0]?.close();
    expect(await three[0]?.closeCode()).toBe(1000);
    const fourth = await connect(endpointId, key);
    for (const listener of [...three.slice(1), fourth]) listener.close();
  });
});

describe("an evicted hub", () => {
  it("still broadcasts, counts and knows its listeners", async () => {
    const { endpointId, key } = await newInbox();
    const three = await Promise.all([1, 2, 3].map(() => connect(endpointId, key)));
    await postWebhook(endpointId, "before");
    await evictDurableObject(hubOf(endpointId));
    expect((await upgrade(`/ws/${endpointId}?apikey=${key}`)).status).toBe(403);
    await postWebhook(endpointId, "after");
    for (const listener of three) {
      const frames = await listener.take(3);
      expect(frames[2]).toMatchObject({ payload: { seq: 2, body: "after" } });
      listener.close();
    }
  });

  it("is not woken by a ping, which still gets its pong", async () => {
    const { endpointId, key } = await newInbox();
    const listener = await connect(endpointId, key);
    const hub = hubOf(endpointId);
    await evictDurableObject(hub);
    listener.socket.send(PING_FRAME);
    const [, pong] = await listener.take(2);
    expect(pong).toMatchObject({ type: "pong", payload: {} });
    // Evicting an object that is not running throws, so the hub slept through the ping.
    await expect(evictDurableObject(hub)).rejects.toThrow();
    listener.close();
  });
});

describe("a silent peer", () => {
  afterEach(() => void vi.useRealTimers());

  function passTime(ms: number) {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
  }

  async function pinged(endpointId: string, key: string, ping = PING_FRAME) {
    const listener = await connect(endpointId, key);
    listener.socket.send(ping);
    await listener.take(2);
    return listener;
  }

  it.each([PING_FRAME, '{ "type": "ping" }'])(
    "that sent %s loses its place after 90 s, not before",
    async (ping) => {
      const { endpointId, key } = await newInbox();
      const silent = await pinged(endpointId, key, ping);
      const others = await Promise.all([connect(endpointId, key), connect(endpointId, key)]);
      passTime(89 * SECOND_MS);
      expect((await upgrade(`/ws/${endpointId}?apikey=${key}`)).status).toBe(403);
      passTime(2 * SECOND_MS);
      const next = await connect(endpointId, key);
      expect(await silent.closeCode()).toBe(CLOSE.PEER_SILENT);
      for (const listener of [...others, next]) listener.close();
    },
  );

  it("keeps its place while nobody needs it, or if it never pinged", async () => {
    const { endpointId, key } = await newInbox();
    const silent = await pinged(endpointId, key);
    passTime(200 * SECOND_MS);
    const second = await connect(endpointId, key);
    await postWebhook(endpointId);
    expect(seqs(silent)).toEqual([1]);
    silent.close();
    await silent.closeCode();
    const plain = await Promise.all([connect(endpointId, key), connect(endpointId, key)]);
    passTime(200 * SECOND_MS);
    expect((await upgrade(`/ws/${endpointId}?apikey=${key}`)).status).toBe(403);
    for (const listener of [second, ...plain]) listener.close();
  });
});

describe("frames from a listener", () => {
  it("of unknown types are ignored", async () => {
    const { endpointId, key } = await newInbox();
    const listener = await connect(endpointId, key);
    listener.socket.send('{"type":"future"}');
    listener.socket.send('{"type":"pong"}');
    listener.socket.send('{"type":"ping","timestamp":1}');
    expect((await listener.take(2))[1]?.type).toBe("pong");
    listener.close();
  });

  it("get an error if they are not JSON, too long or binary, and a close after a hundred", async () => {
    const { endpointId, key } = await newInbox();
    const listener = await connect(endpointId, key);
    listener.socket.send(new Uint8Array([1, 2]));
    listener.socket.send(JSON.stringify({ type: "ping", padding: "x".repeat(64 * 1024) }));
    for (let sent = 2; sent < 100; sent++) listener.socket.send("nonsense");
    const frames = await listener.take(101);
    expect(frames.slice(1).every(({ type }) => type === "error")).toBe(true);
    await evictDurableObject(hubOf(endpointId));
    listener.socket.send("nonsense");
    expect(await listener.closeCode()).toBe(CLOSE.POLICY_VIOLATION);
  });
});

describe("a listener that reconnects", () => {
  it("gets what it missed, then live traffic, without a gap or a repeat", async () => {
    const { endpointId, key } = await newInbox();
    for (let n = 1; n <= 5; n++) await postWebhook(endpointId, String(n));
    const posting = Promise.all(Array.from({ length: 20 }, () => postWebhook(endpointId)));
    const listener = await connect(endpointId, key, { since: "2" });
    await posting;
    await listener.take(1 + 23);
    expect(seqs(listener)).toEqual(Array.from({ length: 23 }, (_, n) => n + 3));
    listener.close();
  });

  it("gets a gap if it missed more than a hundred requests, and can page through them", async () => {
    const { endpointId, key } = await newInbox();
    for (let n = 0; n < 6; n++) {
      await Promise.all(Array.from({ length: 20 }, () => postWebhook(endpointId)));
    }
    const listener = await connect(endpointId, key, { since: "3" });
    const frames = await listener.take(102);
    expect(frames[1]).toMatchObject({ type: "gap", payload: { from: 4, to: 20 } });
    expect(seqs(listener)).toEqual(Array.from({ length: 100 }, (_, n) => n + 21));
    listener.close();
  });

  it.each(["5", "6", "9007199254740991"])(
    "gets only live traffic with since=%s, the last number or beyond",
    async (since) => {
      const { endpointId, key } = await newInbox();
      for (let n = 1; n <= 5; n++) await postWebhook(endpointId);
      const listener = await connect(endpointId, key, { since });
      await postWebhook(endpointId);
      await listener.take(2);
      expect(seqs(listener)).toEqual([6]);
      listener.close();
    },
  );

  it.each(["-1", "x", "1.5", "", "9007199254740993"])("is refused with since=%j", async (since) => {
    const { endpointId, key } = await newInbox();
    const reply = await upgrade(`/ws/${endpointId}?apikey=${key}&since=${since}`);
    expect(await json(reply, 400)).toMatchObject({
      code: "invalid_parameter",
      parameter: "since",
    });
  });
});

describe("the hub's database", () => {
  it("is migrated once, and left alone by a new instance", async () => {
    const { endpointId } = await newInbox();
    const version = () =>
      runInDurableObject(hubOf(endpointId), (_, { storage }) =>
        storage.sql.exec("SELECT version FROM schema_version").toArray(),
      );
    const before = await version();
    await evictDurableObject(hubOf(endpointId));
    expect(await version()).toEqual(before);
  });
});
