import {
  createExecutionContext,
  evictDurableObject,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient } from "../../../src/client/index.ts";
import type { Env } from "../../../src/worker/env.ts";
import worker from "../../../src/worker/index.ts";
import { captureTogether, webhookTo } from "../support/capture.ts";
import { connect } from "../support/test-listener.ts";
import {
  call,
  clientOf,
  expectRefusals,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  ORIGIN,
  postWebhook,
} from "../support/world.ts";

const MIB = 1024 * 1024;

beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

async function newInbox(plan: "free" | "team" = "team") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  await postWebhook(id, "before");
  return { account, id };
}

/** Makes each write of a kind fail as on a full disk. */
async function fillDisk(id: string, write: string): Promise<void> {
  await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
    sql.exec(`CREATE TRIGGER full BEFORE ${write} BEGIN
      SELECT RAISE(ABORT, 'database or disk is full'); END`);
  });
}

async function freeDisk(id: string): Promise<void> {
  await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
    sql.exec("DROP TRIGGER full");
  });
}

async function expectUnavailable(reply: Response): Promise<void> {
  expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await json(reply, 503)).toMatchObject({ code: "unavailable" });
}

describe("on a full disk", () => {
  it("webhooks get 503, alone and together, and the next ones follow without a hole", async () => {
    const { account, id } = await newInbox();
    await fillDisk(id, "INSERT ON requests");
    const post = () => call(`/h/${id}`, { method: "POST", body: "full" });
    await expectUnavailable(await post());
    for (const reply of await Promise.all(Array.from({ length: 20 }, post))) {
      await expectUnavailable(reply);
    }
    await freeDisk(id);
    await postWebhook(id, "after");
    const { requests } = await clientOf(account).requests.list(id);
    expect(requests.map(({ seq, body }) => [seq, body])).toEqual([
      [2, "after"],
      [1, "before"],
    ]);
  });

  it("a repeated webhook gets the result of its first call, beside a new one that is refused", async () => {
    const { id } = await newInbox();
    const [repeated, fresh] = [webhookTo(id), webhookTo(id)];
    const [first] = await captureTogether(id, [repeated]);
    await fillDisk(id, "INSERT ON requests");
    expect(await captureTogether(id, [repeated, fresh])).toEqual([
      first,
      { ok: false, reason: "unavailable" },
    ]);
  });

  it("large bodies get 503, and leave neither parts nor occupied slots", async () => {
    const { id } = await newInbox();
    const post = () => call(`/h/${id}`, { method: "POST", body: new Uint8Array(2 * MIB) });
    for (const write of ["INSERT ON uploads", "INSERT ON body_parts", "INSERT ON requests"]) {
      await fillDisk(id, write);
      for (let n = 0; n < 17; n++) await expectUnavailable(await post());
      await freeDisk(id);
    }
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      for (const table of ["uploads", "body_parts"]) {
        expect(sql.exec(`SELECT count(*) AS n FROM ${table}`).one()).toEqual({ n: 0 });
      }
    });
    expect((await post()).status).toBe(200);
  });

  it("a webhook whose log can't be trimmed is stored, acknowledged and sent to listeners", async () => {
    const { account, id } = await newInbox("free");
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      sql.exec("UPDATE requests SET bytes_through = ?1, size = ?1", 50 * MIB);
    });
    await evictDurableObject(hubOf(id));
    const listener = await connect(id, account.token);
    await fillDisk(id, "DELETE ON requests");
    await postWebhook(id, "too much");
    expect((await listener.take(2))[1]).toMatchObject({ payload: { body: "too much" } });
    await freeDisk(id);
    await postWebhook(id, "trims");
    expect((await listener.take(3))[2]).toMatchObject({ payload: { body: "trims" } });
    const { requests } = await clientOf(account).requests.list(id);
    expect(requests.map(({ seq }) => seq)).toEqual([3, 2]);
    listener.close();
  });

  it("a hub starts, although it can't remove the leftovers of an upload", async () => {
    const { account, id } = await newInbox();
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      sql.exec("INSERT INTO uploads DEFAULT VALUES");
    });
    await fillDisk(id, "DELETE ON uploads");
    await evictDurableObject(hubOf(id));
    expect(await clientOf(account).requests.list(id)).toMatchObject({ total: 1 });
  });
});

/** Any route can answer 503, so the protocol declares it for none, and `clientAt` would object. */
function brokenClient(token: string, bindings: Env) {
  const fetch = async (url: string, init: RequestInit) => {
    const ctx = createExecutionContext();
    const reply = await worker.fetch(new Request(url, init) as never, bindings, ctx);
    await waitOnExecutionContext(ctx);
    return reply;
  };
  return createClient({ url: ORIGIN, token, fetch });
}

describe("a hub that throws", () => {
  it("gets calls of the API answered with 503, and a revoke with 202", async () => {
    const { account, id } = await newInbox();
    const { id: requestId } = await postWebhook(id);
    const key = await newKey(account);
    (await connect(id, key.key)).close();
    const fail = () => Promise.reject(new Error("database or disk is full: SQLITE_FULL"));
    const broken = new Proxy({}, { get: (_, name) => (name === "then" ? undefined : fail) });
    const hubs = Object.assign(Object.create(env.HUB) as typeof env.HUB, {
      getByName: () => broken,
    });
    const { endpoints, requests, keys } = brokenClient(account.token, { ...env, HUB: hubs });
    const calls = [
      requests.list(id),
      requests.list(id, { q: "x" }),
      requests.get(requestId),
      requests.body(requestId),
      requests.delete(requestId),
      endpoints.update(id, { isPaused: true }),
    ];
    await expectRefusals(calls, { status: 503, code: "unavailable", retryAfterMs: 2_000 });
    expect(await keys.revoke(key.id)).toEqual({ revoked: true, pending: 1 });
    const whole = clientOf(account);
    expect(await whole.requests.list(id, { q: "before" })).toMatchObject({ total: 1 });
    await whole.endpoints.update(id, { isPaused: false });
    await postWebhook(id, "after");
  });
});
