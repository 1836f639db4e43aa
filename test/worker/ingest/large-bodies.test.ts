import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { IncomingRequest } from "../../../src/worker/hub/contract/requests.ts";
import { DAY_MS, SECOND_MS } from "../../../src/protocol/time-units.ts";
import { holdPace } from "../support/held-pace.ts";
import { eventually } from "../support/eventually.ts";
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

async function newInbox(plan: "free" | "pro" | "team" = "team") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, id };
}

function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  // A loop, because a callback for each of many millions of bytes takes seconds.
  for (let at = 0; at < size; at++) bytes[at] = (at * 7 + (at >> 8)) % 251;
  return bytes;
}

/** A body in chunks, whose size is unknown until its end. */
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

/** A body that the test sends piece by piece. */
function manualBody() {
  const { readable, writable } = new IdentityTransformStream();
  return { readable, writer: writable.getWriter() };
}

// Compared by digest, because comparing millions of elements takes seconds.
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

/** What a hub stores: body parts, unfinished uploads and requests. */
function storedIn(id: string) {
  return runInDurableObject(hubOf(id), (_, { storage: { sql } }) => ({
    parts: sql.exec("SELECT count(*) AS n FROM body_parts").one()["n"],
    uploads: sql.exec("SELECT count(*) AS n FROM uploads").one()["n"],
    requests: sql.exec("SELECT count(*) AS n FROM requests").one()["n"],
  }));
}

function bodilessTo(id: string): IncomingRequest {
  const [rawQuery, headersJson, body] = ["", "[]", new Uint8Array()];
  const nonce = crypto.randomUUID();
  return { nonce, method: "POST", path: `/h/${id}`, rawQuery, headersJson, ip: null, body };
}

const NOTHING = { parts: 0, uploads: 0, requests: 0 };

describe("a body above 1 MiB", () => {
  it("stays out of frames and lists, and is exact when it is downloaded", async () => {
    const { account, id } = await newInbox();
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
    ["exactly 1 MiB in chunks, which is not yet large", MIB, 65_537],
    ["one byte more", MIB + 1, 65_537],
    ["a whole number of parts", 3 * MIB, MIB],
    ["25 MiB, the limit of the largest plan, in uneven chunks", 25 * MIB, 300_001],
  ])("is exact to the byte: %s", async (_name, size, chunkBytes) => {
    const { account, id } = await newInbox();
    const body = bytesOf(size);
    const { id: requestId } = await postWebhook(id, chunked(body, chunkBytes));
    await expectExact(account, requestId, body);
    const parts = size > MIB ? Math.ceil(size / MIB) : 0;
    expect(await storedIn(id)).toEqual({ parts, uploads: 0, requests: 1 });
  });

  it("reaches a hub without settings", async () => {
    const { account, id } = await newInbox();
    await runInDurableObject(hubOf(id), (_, { storage }) =>
      storage.sql.exec("DELETE FROM endpoint"),
    );
    await evictDurableObject(hubOf(id));
    const body = bytesOf(2 * MIB);
    const { id: requestId } = await postWebhook(id, body);
    await expectExact(account, requestId, body);
  });

  it("is deleted with its request, by its owner or by its age", async () => {
    const { account, id } = await newInbox("pro");
    const { id: requestId } = await postWebhook(id, bytesOf(2 * MIB));
    await postWebhook(id, bytesOf(2 * MIB));
    expect((await callAs(account.token, "DELETE", `/api/requests/${requestId}`)).status).toBe(200);
    expect(await storedIn(id)).toEqual({ parts: 2, uploads: 0, requests: 1 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 91 * DAY_MS });
    await runInDurableObject(hubOf(id), (hub) => hub.alarm());
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("that an older version stored under its sequence number is still read and deleted", async () => {
    const { account, id } = await newInbox();
    const body = bytesOf(2 * MIB + 1);
    const { id: requestId } = await postWebhook(id, body);
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      sql.exec("UPDATE body_parts SET seq = 1");
      sql.exec("UPDATE requests SET body_key = NULL");
    });
    await expectExact(account, requestId, body);
    await callAs(account.token, "DELETE", `/api/requests/${requestId}`);
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("breaks off its download if its request is deleted meanwhile, and is never cut short", async () => {
    const { account, id } = await newInbox();
    const { id: requestId } = await postWebhook(id, bytesOf(25 * MIB));
    const raw = await download(account, requestId);
    await callAs(account.token, "DELETE", `/api/requests/${requestId}`);
    await expect(raw.arrayBuffer()).rejects.toThrow();
  });
});

describe("nothing is left of a large body", () => {
  it("that proves to be over the limit, and its sender learns its size", async () => {
    const { id } = await newInbox("pro");
    const body = chunked(bytesOf(6 * MIB), 100_000);
    const reply = await call(`/h/${id}`, { method: "POST", body });
    const sizes = { code: "payload_too_large", maxSize: 5 * MIB, actualSize: 6 * MIB };
    expect(await json(reply, 413)).toMatchObject(sizes);
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("that was over the limit, even if an upgrade allows its size before it ends", async () => {
    const { account, id } = await newInbox("free");
    const { readable, writer } = manualBody();
    const posted = call(`/h/${id}`, { method: "POST", body: readable });
    await writer.write(bytesOf(MIB + 1));
    // Accepted once the body is known to be too large.
    await writer.write(bytesOf(MIB));
    await setPlan(account, "team");
    await writer.close();
    expect(await json(await posted, 503)).toMatchObject({ code: "unavailable" });
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("whose sender disconnects", async () => {
    const { id } = await newInbox();
    const { readable, writer } = manualBody();
    const answer = hubOf(id).captureLarge(bodilessTo(id), null, readable);
    await writer.write(bytesOf(3 * MIB));
    expect(await storedIn(id)).toMatchObject({ uploads: 1 });
    await writer.abort(new Error("gone"));
    expect(await answer).toEqual({ ok: false, reason: "unavailable" });
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("whose endpoint is deleted during the upload", async () => {
    const { account, id } = await newInbox();
    const { readable, writer } = manualBody();
    const posted = call(`/h/${id}`, { method: "POST", body: readable });
    await writer.write(bytesOf(3 * MIB));
    await callAs(account.token, "DELETE", `/api/endpoints/${id}`);
    await writer.write(bytesOf(3 * MIB)).catch(() => {});
    await writer.close().catch(() => {});
    expect(await json(await posted, 404)).toMatchObject({ code: "endpoint_not_found" });
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("that is sent to a paused endpoint", async () => {
    const { account, id } = await newInbox();
    await callAs(account.token, "PATCH", `/api/endpoints/${id}`, { isPaused: true });
    const reply = await call(`/h/${id}`, { method: "POST", body: bytesOf(2 * MIB) });
    expect(await json(reply, 403)).toMatchObject({ code: "paused" });
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("whose upload was in progress when the hub crashed", async () => {
    const { id } = await newInbox();
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      const { key } = sql.exec("INSERT INTO uploads DEFAULT VALUES RETURNING key").one();
      sql.exec("INSERT INTO body_parts VALUES (?, 0, zeroblob(1000))", -Number(key));
    });
    await evictDurableObject(hubOf(id));
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("that does not have the declared size", async () => {
    const { id } = await newInbox();
    const hub = hubOf(id);
    const stream = chunked(bytesOf(2 * MIB), MIB);
    const refusal = { ok: false, reason: "unavailable" };
    expect(await hub.captureLarge(bodilessTo(id), 2 * MIB + 1, stream)).toEqual(refusal);
    expect(await storedIn(id)).toEqual(NOTHING);
  });
});

describe("senders of large bodies", () => {
  it("get sixteen upload slots per endpoint, and the next one is told to try again", async () => {
    const { account, id } = await newInbox();
    const senders = Array.from({ length: 16 }, () => manualBody());
    const posted = senders.map(({ readable }) =>
      call(`/h/${id}`, { method: "POST", body: readable }),
    );
    const half = bytesOf(MIB + 1);
    await Promise.all(senders.map(({ writer }) => writer.write(half)));
    await eventually(async () => expect(await storedIn(id)).toMatchObject({ uploads: 16 }));
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

  it("lose their slot if less than 64 KiB arrives in 30 s", async () => {
    const { id } = await newInbox();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { readable, writer } = manualBody();
    const answer = hubOf(id).captureLarge(bodilessTo(id), null, readable);
    await writer.write(bytesOf(MIB + 1));
    await eventually(() => expect(vi.getTimerCount()).toBeGreaterThan(0), 1);
    // In the hub's own turn, as if its timer had fired.
    await runInDurableObject(hubOf(id), () => void vi.advanceTimersByTime(60 * SECOND_MS));
    expect(await answer).toEqual({ ok: false, reason: "unavailable" });
    vi.useRealTimers();
    expect(await storedIn(id)).toEqual(NOTHING);
  });

  it("get 408 if they are too slow, and leave nothing behind", async () => {
    const { id } = await newInbox();
    const release = holdPace();
    const { readable, writer } = manualBody();
    const posted = call(`/h/${id}`, { method: "POST", body: readable });
    await writer.write(bytesOf(3 * MIB));
    await eventually(async () => expect(await storedIn(id)).toMatchObject({ uploads: 1 }));
    release();
    expect(await json(await posted, 408)).toMatchObject({ code: "too_slow" });
    await eventually(async () => expect(await storedIn(id)).toEqual(NOTHING));
    vi.restoreAllMocks();
  });
});
