import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { IncomingRequest } from "../../../src/worker/hub/contract/requests.ts";
import { connect } from "../support/test-listener.ts";
import {
  call,
  callAs,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  postWebhook,
  setPlan,
} from "../support/world.ts";
import type { TestAccount } from "../support/world.ts";

const MIB = 1024 * 1024;

afterEach(() => void vi.useRealTimers());

async function newPlace(plan: "free" | "pro" | "team" = "team") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, id };
}

function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(size).map((_, at) => (at * 7 + (at >> 8)) % 251);
}

/** A body in chunks: nobody knows its size before its end. */
function chunked(bytes: Uint8Array, chunkBytes: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      controller.enqueue(bytes.slice(at, at + chunkBytes));
      at += chunkBytes;
      if (at >= bytes.length) controller.close();
    },
  });
}

/** A body that its sender goes on with by hand. */
function byHand() {
  const { readable, writable } = new IdentityTransformStream();
  return { readable, writer: writable.getWriter() };
}

// Compared by digest: element by element millions of them take seconds.
async function sha256(bytes: ArrayBuffer): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).join();
}

function download({ token }: TestAccount, requestId: string): Promise<Response> {
  return callAs(token, "GET", `/api/requests/${requestId}/body`);
}

async function expectExact(account: TestAccount, requestId: string, body: Uint8Array<ArrayBuffer>) {
  const raw = await download(account, requestId);
  expect(await sha256(await raw.arrayBuffer())).toBe(await sha256(body.buffer));
}

/** What the hub has of bodies in parts, and of uploads that are not done. */
function leftIn(id: string) {
  return runInDurableObject(hubOf(id), (_, { storage: { sql } }) => ({
    parts: sql.exec("SELECT count(*) AS n FROM body_parts").one()["n"],
    uploads: sql.exec("SELECT count(*) AS n FROM uploads").one()["n"],
    requests: sql.exec("SELECT count(*) AS n FROM requests").one()["n"],
  }));
}

function bodilessTo(id: string): IncomingRequest {
  const [rawQuery, headersJson, body] = ["", "[]", new Uint8Array()];
  return { method: "POST", path: `/h/${id}`, rawQuery, headersJson, ip: null, body };
}

const NOTHING = { parts: 0, uploads: 0, requests: 0 };

describe("a body above 1 MiB", () => {
  it("stays out of frames and lists, and is exact where it is asked for", async () => {
    const { account, id } = await newPlace();
    const listener = await connect(id, account.token);
    const body = bytesOf(3 * MIB + 7);
    const { id: requestId } = await postWebhook(id, body);
    const bodyUrl = `https://hooks.test/api/requests/${requestId}/body`;
    const [, frame] = await listener.take(2);
    const omitted = { body: "", bodyEncoding: "omitted", bodyUrl, size: body.length };
    expect(frame?.payload).toMatchObject(omitted);
    const page = await callAs(account.token, "GET", `/api/endpoints/${id}/requests`);
    const row = { body: "", body_encoding: "omitted", body_url: bodyUrl };
    expect(await json(page)).toMatchObject({ requests: [row] });
    await evictDurableObject(hubOf(id));
    await expectExact(account, requestId, body);
    listener.close();
  });

  it.each([
    ["exactly 1 MiB, in chunks: it is no large one", MIB, 65_537],
    ["one byte more", MIB + 1, 65_537],
    ["a whole number of parts", 3 * MIB, MIB],
    ["25 MiB, all that a plan takes, in uneven chunks", 25 * MIB, 300_001],
  ])("is exact to the byte: %s", async (_name, size, chunkBytes) => {
    const { account, id } = await newPlace();
    const body = bytesOf(size);
    const { id: requestId } = await postWebhook(id, chunked(body, chunkBytes));
    await expectExact(account, requestId, body);
    const parts = size > MIB ? Math.ceil(size / MIB) : 0;
    expect(await leftIn(id)).toEqual({ parts, uploads: 0, requests: 1 });
  });

  it("reaches a hub that was never told its settings", async () => {
    const { account, id } = await newPlace();
    await runInDurableObject(hubOf(id), (_, { storage }) =>
      storage.sql.exec("DELETE FROM endpoint"),
    );
    await evictDurableObject(hubOf(id));
    const body = bytesOf(2 * MIB);
    const { id: requestId } = await postWebhook(id, body);
    await expectExact(account, requestId, body);
  });

  it("goes with its request, whether its owner deletes it or its time is over", async () => {
    const { account, id } = await newPlace("pro");
    const { id: requestId } = await postWebhook(id, bytesOf(2 * MIB));
    await postWebhook(id, bytesOf(2 * MIB));
    expect((await callAs(account.token, "DELETE", `/api/requests/${requestId}`)).status).toBe(200);
    expect(await leftIn(id)).toEqual({ parts: 2, uploads: 0, requests: 1 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 91 * 86_400_000 });
    await runInDurableObject(hubOf(id), (hub) => hub.alarm());
    expect(await leftIn(id)).toEqual(NOTHING);
  });

  it("that was stored under its sequence number, as it once was, is still read and removed", async () => {
    const { account, id } = await newPlace();
    const body = bytesOf(2 * MIB + 1);
    const { id: requestId } = await postWebhook(id, body);
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      sql.exec("UPDATE body_parts SET seq = 1");
      sql.exec("UPDATE requests SET body_key = NULL");
    });
    await expectExact(account, requestId, body);
    await callAs(account.token, "DELETE", `/api/requests/${requestId}`);
    expect(await leftIn(id)).toEqual(NOTHING);
  });

  it("whose request is deleted while it is downloaded breaks off, and is never cut short", async () => {
    const { account, id } = await newPlace();
    const { id: requestId } = await postWebhook(id, bytesOf(25 * MIB));
    const raw = await download(account, requestId);
    await callAs(account.token, "DELETE", `/api/requests/${requestId}`);
    await expect(raw.arrayBuffer()).rejects.toThrow();
  });
});

describe("nothing is left of a large body", () => {
  it("that turns out to be one byte over the limit, and its sender learns its size", async () => {
    const { id } = await newPlace("pro");
    const body = chunked(bytesOf(6 * MIB), 100_000);
    const reply = await call(`/h/${id}`, { method: "POST", body });
    const sizes = { code: "payload_too_large", maxSize: 5 * MIB, actualSize: 6 * MIB };
    expect(await json(reply, 413)).toMatchObject(sizes);
    expect(await leftIn(id)).toEqual(NOTHING);
  });

  it("that was too large, where its account may send as much by its end: nobody has it", async () => {
    const { account, id } = await newPlace("free");
    const { readable, writer } = byHand();
    const posted = call(`/h/${id}`, { method: "POST", body: readable });
    await writer.write(bytesOf(MIB + 1));
    // Taken once it is known to be too large.
    await writer.write(bytesOf(MIB));
    await setPlan(account, "team");
    await writer.close();
    expect(await json(await posted, 503)).toMatchObject({ code: "unavailable" });
    expect(await leftIn(id)).toEqual(NOTHING);
  });

  it("whose sender breaks off", async () => {
    const { id } = await newPlace();
    const { readable, writer } = byHand();
    const answer = hubOf(id).captureLarge(bodilessTo(id), null, readable);
    await writer.write(bytesOf(3 * MIB));
    expect(await leftIn(id)).toMatchObject({ uploads: 1 });
    await writer.abort(new Error("gone"));
    expect(await answer).toEqual({ ok: false, reason: "unavailable" });
    expect(await leftIn(id)).toEqual(NOTHING);
  });

  it("whose endpoint is deleted while it comes in", async () => {
    const { account, id } = await newPlace();
    const { readable, writer } = byHand();
    const posted = call(`/h/${id}`, { method: "POST", body: readable });
    await writer.write(bytesOf(3 * MIB));
    await callAs(account.token, "DELETE", `/api/endpoints/${id}`);
    await writer.write(bytesOf(3 * MIB)).catch(() => {});
    await writer.close().catch(() => {});
    expect(await json(await posted, 404)).toMatchObject({ code: "endpoint_not_found" });
    expect(await leftIn(id)).toEqual(NOTHING);
  });

  it("that comes to a paused endpoint, or to one whose day is used up", async () => {
    const { account, id } = await newPlace();
    await callAs(account.token, "PATCH", `/api/endpoints/${id}`, { isPaused: true });
    const reply = await call(`/h/${id}`, { method: "POST", body: bytesOf(2 * MIB) });
    expect(await json(reply, 403)).toMatchObject({ code: "paused" });
    expect(await leftIn(id)).toEqual(NOTHING);
  });

  it("that was under way when the hub crashed", async () => {
    const { id } = await newPlace();
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      const { key } = sql.exec("INSERT INTO uploads DEFAULT VALUES RETURNING key").one();
      sql.exec("INSERT INTO body_parts VALUES (?, 0, zeroblob(1000))", -Number(key));
    });
    await evictDurableObject(hubOf(id));
    expect(await leftIn(id)).toEqual(NOTHING);
  });

  it("that is not the size that was declared", async () => {
    const { id } = await newPlace();
    const hub = hubOf(id);
    const stream = chunked(bytesOf(2 * MIB), MIB);
    const refusal = { ok: false, reason: "unavailable" };
    expect(await hub.captureLarge(bodilessTo(id), 2 * MIB + 1, stream)).toEqual(refusal);
    expect(await leftIn(id)).toEqual(NOTHING);
  });
});

describe("senders of large bodies", () => {
  it("get one of sixteen places an endpoint; the next one is told to try again", async () => {
    const { account, id } = await newPlace();
    const senders = Array.from({ length: 16 }, () => byHand());
    const posted = senders.map(({ readable }) =>
      call(`/h/${id}`, { method: "POST", body: readable }),
    );
    const half = bytesOf(MIB + 1);
    await Promise.all(senders.map(({ writer }) => writer.write(half)));
    await vi.waitFor(async () => expect(await leftIn(id)).toMatchObject({ uploads: 16 }));
    const late = await call(`/h/${id}`, { method: "POST", body: bytesOf(2 * MIB) });
    expect(await json(late, 503)).toMatchObject({ code: "unavailable" });
    await postWebhook(id, "small ones are not held up");
    await Promise.all(senders.map(({ writer }) => writer.close()));
    for (const reply of await Promise.all(posted)) {
      const { id: requestId } = await json<{ id: string }>(reply);
      await expectExact(account, requestId, half);
    }
    await postWebhook(id, bytesOf(2 * MIB));
  });

  it("lose their place where nothing comes for 30 s", async () => {
    const { id } = await newPlace();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { readable, writer } = byHand();
    const answer = hubOf(id).captureLarge(bodilessTo(id), null, readable);
    await writer.write(bytesOf(MIB + 1));
    await vi.waitUntil(() => vi.getTimerCount() > 0, { timeout: 5_000, interval: 1 });
    // In the hub's own turn, as its timer would.
    await runInDurableObject(hubOf(id), () => void vi.advanceTimersByTime(30_000));
    expect(await answer).toEqual({ ok: false, reason: "unavailable" });
    vi.useRealTimers();
    expect(await leftIn(id)).toEqual(NOTHING);
  });
});
