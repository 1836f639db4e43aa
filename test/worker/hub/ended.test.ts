import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY_MS, HOUR_MS } from "../../../src/protocol/time-units.ts";
import type { ConfigureCommand } from "../../../src/worker/hub/contract/commands.ts";
import { connect } from "../support/test-listener.ts";
import {
  call,
  clientOf,
  hubOf,
  newAccount,
  newEndpoint,
  postWebhook,
  type TestAccount,
} from "../support/world.ts";

const KIB = 1024;

afterEach(() => void vi.useRealTimers());

function passTime(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

/** Rings the alarm in a hub that was evicted before, as it usually is. */
async function ring(id: string): Promise<void> {
  await evictDurableObject(hubOf(id));
  expect(await runDurableObjectAlarm(hubOf(id))).toBe(true);
}

/** Starts a hub as its alarm does. That removes the alarm, too, so the pool can't ring it. */
async function wake(id: string): Promise<void> {
  expect(await alarmOf(id)).not.toBeNull();
  await evictDurableObject(hubOf(id));
  expect(await alarmOf(id)).toBeNull();
}

const sizeOf = (id: string) =>
  runInDurableObject(hubOf(id), (_, { storage }) => storage.sql.databaseSize);
const alarmOf = (id: string) =>
  runInDurableObject(hubOf(id), (_, { storage }) => storage.getAlarm());
const send = (id: string) => call(`/h/${id}`, { method: "POST", body: "late" });

/** A free endpoint that has expired, and whose only request was trimmed. */
async function expired(): Promise<{ account: TestAccount; id: string }> {
  const account = await newAccount("free");
  const { id } = await newEndpoint(account);
  await postWebhook(id);
  passTime(DAY_MS + 1);
  await ring(id);
  // Trimmed only now, so the tables are still there.
  expect(await sizeOf(id)).toBeGreaterThan(40 * KIB);
  passTime(DAY_MS + HOUR_MS);
  await wake(id);
  return { account, id };
}

const configure = (account: TestAccount, revision: number): ConfigureCommand => ({
  type: "configure",
  version: 2,
  revision,
  settings: { accountId: account.id, plan: "plus", expiresAt: null },
});

describe("a deleted hub", () => {
  it("keeps one small value after it started again, and stays deleted", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    await postWebhook(id);
    await clientOf(account).endpoints.delete(id);
    expect(await sizeOf(id)).toBeGreaterThan(40 * KIB);
    await wake(id);
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(hubOf(id));
      expect(await sizeOf(id)).toBeLessThanOrEqual(16 * KIB);
      expect(await hubOf(id).apply(configure(account, Date.now() + 1e9))).toEqual({ closed: 0 });
      await hubOf(id).apply({ type: "revoke", credentialId: "late" });
      await hubOf(id).apply({ type: "expire", credentialId: "late", at: 1 });
      await hubOf(id).apply({ type: "delete" });
      expect((await send(id)).status).toBe(404);
      expect(await hubOf(id).condition()).toMatchObject({ is: "deleted", storedCount: 0 });
    }
    expect(await alarmOf(id)).toBeNull();
  });

  it("tries again in an hour if it was not evicted", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    await clientOf(account).endpoints.delete(id);
    expect(await runDurableObjectAlarm(hubOf(id))).toBe(true);
    expect(await alarmOf(id)).toBeGreaterThan(Date.now());
  });
});

describe("a hub that is expired and empty", () => {
  it("keeps one small value and answers as before", async () => {
    const { id } = await expired();
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(hubOf(id));
      expect(await sizeOf(id)).toBeLessThanOrEqual(16 * KIB);
      expect((await send(id)).status).toBe(410);
      expect(await hubOf(id).stats()).toMatchObject({ requestCount: 1, storedBytes: 0 });
      const query = { limit: 10, offset: 0, filter: {} };
      expect(await hubOf(id).page(query)).toMatchObject({ requests: [], total: 0 });
      expect(await hubOf(id).condition()).toMatchObject({ is: "configured", storedCount: 0 });
    }
  });

  it("continues its numbering if the endpoint comes back, and ignores older settings", async () => {
    const { account, id } = await expired();
    await hubOf(id).apply(configure(account, 0));
    expect((await send(id)).status).toBe(410);
    await hubOf(id).apply(configure(account, Date.now()));
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(hubOf(id));
      expect(await hubOf(id).condition()).toMatchObject({ is: "configured" });
    }
    // The worker repeats a refusal for some seconds.
    passTime(10_000);
    await postWebhook(id);
    const { requests } = await hubOf(id).page({ limit: 10, offset: 0, filter: {} });
    expect(requests.map(({ seq }) => seq)).toEqual([2]);
    await env.DB.prepare("UPDATE endpoints SET expires_at = NULL WHERE id = ?").bind(id).run();
    const listener = await connect(id, account.token, { since: "0" });
    expect((await listener.take(3)).slice(1)).toMatchObject([
      { type: "gap", payload: { from: 1, to: 1 } },
      { type: "new_request", payload: { seq: 2 } },
    ]);
    listener.close();
  });

  it("is deleted by a deletion that comes later", async () => {
    const { id } = await expired();
    await hubOf(id).apply({ type: "delete" });
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(hubOf(id));
      expect(await hubOf(id).condition()).toMatchObject({ is: "deleted" });
    }
  });
});

describe("a hub keeps its tables", () => {
  it("while requests are stored", async () => {
    const account = await newAccount("free");
    const { id } = await newEndpoint(account);
    passTime(0.9 * DAY_MS);
    await postWebhook(id);
    passTime(0.2 * DAY_MS);
    await ring(id);
    await evictDurableObject(hubOf(id));
    expect(await hubOf(id).condition()).toMatchObject({ storedCount: 1 });
  });

  it("until its sockets are closed", async () => {
    const account = await newAccount("free");
    const { id } = await newEndpoint(account);
    const listener = await connect(id, account.token);
    passTime(2 * DAY_MS);
    await ring(id);
    expect(await listener.closeCode()).toBe(4404);
  });
});
