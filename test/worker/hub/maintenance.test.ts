import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { PING_FRAME } from "../../../src/protocol/frames.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/protocol/time-units.ts";
import type { EndpointHub } from "../../../src/worker/hub/endpoint-hub.ts";
import { connect } from "../support/test-listener.ts";
import {
  call,
  callAs,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  setPlan,
  type TestAccount,
} from "../support/world.ts";

const KIB = 1024;

afterEach(() => void vi.useRealTimers());

function passTime(ms: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

async function newInbox(plan: "free" | "plus" | "pro" = "plus", body = {}) {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account, body);
  return { account, id };
}

/** Runs the alarm after an eviction, because what is due must not depend on memory. */
async function ringAlarm(id: string): Promise<void> {
  await evictDurableObject(hubOf(id));
  expect(await runDurableObjectAlarm(hubOf(id))).toBe(true);
}

async function storedSeqs({ token }: TestAccount, id: string): Promise<number[]> {
  const path = `/api/endpoints/${id}/requests?after=0&limit=100`;
  const page = await json<{ requests: { seq: number }[]; total: number }>(
    await callAs(token, "GET", path),
  );
  expect(page.total).toBe(page.requests.length);
  return page.requests.map(({ seq }) => seq);
}

describe("as time passes", () => {
  it("an endpoint expires: its sockets close, and its history is kept for its own time", async () => {
    const { account, id } = await newInbox("plus");
    const { key } = await newKey(account);
    passTime(29 * DAY_MS);
    await postWebhook(id);
    const listener = await connect(id, key);
    passTime(DAY_MS + 1);
    await ringAlarm(id);
    expect(await listener.closeCode()).toBe(CLOSE.ENDPOINT_GONE);
    expect((await call(`/h/${id}`, { method: "POST" })).status).toBe(410);
    expect(await storedSeqs(account, id)).toEqual([1]);
    passTime(30 * DAY_MS);
    await ringAlarm(id);
    expect(await storedSeqs(account, id)).toEqual([]);
  });

  it("an expired key closes its sockets, and no others", async () => {
    const { account, id } = await newInbox("pro");
    const ending = await newKey(account, {
      expiresAt: new Date(Date.now() + HOUR_MS).toISOString(),
    });
    const [doomed, staying] = [
      await connect(id, ending.key),
      await connect(id, (await newKey(account)).key),
    ];
    passTime(HOUR_MS);
    await ringAlarm(id);
    expect(await doomed.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    await postWebhook(id);
    expect((await staying.take(2))[1]?.type).toBe("new_request");
    staying.close();
  });

  it("a peer that pinged and fell silent is closed within 15 minutes, one that never pinged is not", async () => {
    const { account, id } = await newInbox("plus");
    const { key } = await newKey(account);
    const [pinging, mute] = [await connect(id, key), await connect(id, key)];
    pinging.socket.send(PING_FRAME);
    await pinging.take(2);
    passTime(13 * MINUTE_MS);
    await ringAlarm(id);
    expect(await pinging.closeCode()).toBe(CLOSE.PEER_SILENT);
    await postWebhook(id);
    expect((await mute.take(2))[1]?.type).toBe("new_request");
    mute.close();
  });
});

describe("stored requests", () => {
  it("are deleted when their time is over, and are announced as a gap", async () => {
    const { account, id } = await newInbox("plus", { isPermanent: true });
    const { key } = await newKey(account);
    for (let n = 0; n < 3; n++) await postWebhook(id);
    passTime(10 * DAY_MS);
    for (let n = 0; n < 2; n++) await postWebhook(id);
    passTime(20 * DAY_MS);
    await ringAlarm(id);
    expect(await storedSeqs(account, id)).toEqual([4, 5]);
    const listener = await connect(id, key, { since: "1" });
    const frames = await listener.take(4);
    expect(frames[1]).toMatchObject({ type: "gap", payload: { from: 2, to: 3 } });
    expect(frames.slice(2).map(({ payload }) => payload["seq"])).toEqual([4, 5]);
    listener.close();
    passTime(10 * DAY_MS);
    await ringAlarm(id);
    expect(await storedSeqs(account, id)).toEqual([]);
    await evictDurableObject(hubOf(id));
    await postWebhook(id);
    expect(await storedSeqs(account, id)).toEqual([6]);
  });

  it("are kept for the time promised on their arrival, whatever the plan is now", async () => {
    const { account, id } = await newInbox("pro", { isPermanent: true });
    await postWebhook(id);
    await setPlan(account, "plus");
    await postWebhook(id);
    passTime(30 * DAY_MS);
    await ringAlarm(id);
    expect(await storedSeqs(account, id)).toEqual([1]);
    passTime(60 * DAY_MS);
    await ringAlarm(id);
    expect(await storedSeqs(account, id)).toEqual([]);
  });

  it("are deleted a bounded slice at a time", async () => {
    const { account, id } = await newInbox("pro");
    for (let n = 0; n < 11; n++) {
      await Promise.all(Array.from({ length: 50 }, () => postWebhook(id)));
    }
    passTime(90 * DAY_MS);
    await ringAlarm(id);
    expect(await storedSeqs(account, id)).toHaveLength(50);
    await ringAlarm(id);
    expect(await storedSeqs(account, id)).toEqual([]);
  });

  it("are deleted, oldest first, when the plan's storage is full", async () => {
    const { account, id } = await newInbox("free");
    const body = new Uint8Array(64 * KIB);
    await postWebhook(id, body);
    // As if 50 MiB less one and a half such bodies were stored already.
    await runInDurableObject(hubOf(id), (_, { storage }) => {
      const added = 50 * KIB * KIB - 1.5 * body.length;
      storage.sql.exec("UPDATE requests SET bytes_through = bytes_through + ?", added);
      storage.sql.exec("UPDATE requests SET size = size + ?", added);
    });
    await evictDurableObject(hubOf(id));
    await postWebhook(id, body);
    expect(await storedSeqs(account, id)).toEqual([2]);
    await postWebhook(id, body);
    expect(await storedSeqs(account, id)).toEqual([2, 3]);
  });
});

describe("requests that their owner deletes", () => {
  it("are gone, one or many, and their sequence numbers are not reused", async () => {
    const { account, id } = await newInbox("pro");
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) ids.push((await postWebhook(id)).id);
    const { token } = account;
    const one = `/api/requests/${ids[5]}`;
    expect(await json(await callAs(token, "DELETE", one))).toEqual({ deleted: true });
    expect((await callAs(token, "DELETE", one)).status).toBe(404);
    const wrapped = { ids: [ids[0], crypto.randomUUID()] };
    expect(await json(await callAs(token, "DELETE", "/api/requests", wrapped))).toEqual({
      deleted: 1,
    });
    const bare = [ids[1], ids[2]];
    expect(await json(await callAs(token, "DELETE", "/api/requests", bare))).toEqual({
      deleted: 2,
    });
    expect(await storedSeqs(account, id)).toEqual([4, 5]);
    await evictDurableObject(hubOf(id));
    await postWebhook(id);
    expect(await storedSeqs(account, id)).toEqual([4, 5, 7]);
  });

  it("leave a hole that no gap announces", async () => {
    const { account, id } = await newInbox("pro");
    const { key } = await newKey(account);
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push((await postWebhook(id)).id);
    await json(await callAs(account.token, "DELETE", "/api/requests", ids.slice(0, 3)));
    const listener = await connect(id, key, { since: "0" });
    expect((await listener.take(2))[1]).toMatchObject({ type: "new_request", payload: { seq: 4 } });
    listener.close();
  });

  it("must be the account's own, and named by their ids", async () => {
    const { account, id } = await newInbox("pro");
    const { id: requestId } = await postWebhook(id);
    const stranger = await newAccount("pro");
    expect((await callAs(stranger.token, "DELETE", `/api/requests/${requestId}`)).status).toBe(404);
    const many = await callAs(stranger.token, "DELETE", "/api/requests", [requestId]);
    expect(await json(many)).toEqual({ deleted: 0 });
    for (const body of [{}, [], ["x"], { ids: "x" }, { ids: [requestId], more: 1 }, "x", null]) {
      const reply = await callAs(account.token, "DELETE", "/api/requests", body);
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_field" });
    }
    expect(await storedSeqs(account, id)).toEqual([1]);
  });
});

describe("a task that throws", () => {
  const run = (id: string, sql: string) =>
    runInDurableObject(hubOf(id), (_, { storage }) => void storage.sql.exec(sql));
  const alarmOf = (id: string) =>
    runInDurableObject(hubOf(id), (_, { storage }) => storage.getAlarm());

  it("runs again after a minute, and the others run meanwhile", async () => {
    const { account, id } = await newInbox("free");
    await postWebhook(id);
    await run(
      id,
      "CREATE TRIGGER stuck BEFORE DELETE ON requests BEGIN SELECT RAISE(ABORT, 'stuck'); END",
    );
    const listener = await connect(id, account.token);
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    passTime(DAY_MS + 1);
    await ringAlarm(id);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
    expect(await listener.closeCode()).toBe(CLOSE.ENDPOINT_GONE);
    expect(await storedSeqs(account, id)).toEqual([1]);
    await run(id, "DROP TRIGGER stuck");
    passTime(MINUTE_MS);
    await ringAlarm(id);
    expect(await storedSeqs(account, id)).toEqual([]);
  });

  it("leaves the alarm at the time of the next timer, however many were due", async () => {
    const { account, id } = await newInbox("free");
    await postWebhook(id);
    const listener = await connect(id, account.token);
    passTime(DAY_MS + 1);
    const set: number[] = [];
    await runInDurableObject(hubOf(id), (hub: EndpointHub, { storage }) => {
      const setAlarm = storage.setAlarm.bind(storage);
      vi.spyOn(storage, "setAlarm").mockImplementation((at) => {
        set.push(Number(at));
        return setAlarm(at);
      });
      hub.alarm();
    });
    expect(set.filter((at) => at <= Date.now())).toEqual([]);
    expect(set.length).toBeLessThanOrEqual(1);
    listener.close();
  });

  it("gets its alarm back if the runtime has given it up", async () => {
    const { id } = await newInbox();
    await postWebhook(id);
    await runInDurableObject(hubOf(id), (_, { storage }) => storage.deleteAlarm());
    await evictDurableObject(hubOf(id));
    expect(await alarmOf(id)).toBeNull();
    passTime(400 * DAY_MS);
    await evictDurableObject(hubOf(id));
    expect(await alarmOf(id)).not.toBeNull();
  });
});

describe("the schema of a newer version", () => {
  it("is left as it is", async () => {
    const { account, id } = await newInbox();
    await postWebhook(id);
    const versionOf = () =>
      runInDurableObject(
        hubOf(id),
        (_, { storage }) => storage.sql.exec("SELECT version FROM schema_version").one()["version"],
      );
    await runInDurableObject(
      hubOf(id),
      (_, { storage }) => void storage.sql.exec("UPDATE schema_version SET version = 99"),
    );
    await evictDurableObject(hubOf(id));
    await postWebhook(id);
    expect(await storedSeqs(account, id)).toEqual([1, 2]);
    expect(await versionOf()).toBe(99);
  });
});
