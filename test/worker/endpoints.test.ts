import { evictDurableObject, listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { isUuid } from "../../src/protocol/ids.ts";
import { EndpointIds } from "../../src/worker/domain/endpoint-id.ts";
import { HOUR_MS } from "../../src/protocol/time-units.ts";
import { connect, upgrade } from "./support/test-listener.ts";
import {
  call,
  callAs,
  clientOf,
  expectRefusals,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  ORIGIN,
  postWebhook,
  race,
} from "./support/world.ts";

afterEach(() => void vi.useRealTimers());

function passTime(ms: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

describe("creating an endpoint", () => {
  it.each([
    [{}, false],
    [{ isPermanent: true }, true],
    [{ permanent: true }, true],
  ])("with %j returns the URL for webhooks and the expiry", async (body, isPermanent) => {
    const endpoint = await newEndpoint(await newAccount(), body);
    expect(isUuid(endpoint.id)).toBe(true);
    expect(endpoint).toMatchObject({ url: `${ORIGIN}/h/${endpoint.id}`, isPermanent, alias: null });
    const validity = Date.parse(endpoint.expiresAt ?? "") - Date.parse(endpoint.createdAt);
    expect(isPermanent ? endpoint.expiresAt : validity).toBe(isPermanent ? null : 720 * HOUR_MS);
  });

  it("treats a missing body as an empty object", async () => {
    const { token } = await newAccount();
    expect((await callAs(token, "POST", "/api/endpoints")).status).toBe(201);
  });

  it("stops at the plan's limit, however many calls race", async () => {
    const { endpoints } = clientOf(await newAccount("free"));
    const { done, refusals } = await race(12, () => endpoints.create());
    expect([done.length, refusals.length]).toEqual([3, 9]);
    const refused = { status: 403, code: "endpoint_limit", details: { limit: 3 } };
    for (const refusal of refusals) expect(refusal).toMatchObject(refused);
  });

  it("stops at the plan's limit of permanent endpoints, however many calls race", async () => {
    const { endpoints } = clientOf(await newAccount("plus"));
    const { done, refusals } = await race(5, () => endpoints.create({ permanent: true }));
    expect([done.length, refusals.length]).toEqual([1, 4]);
    const refused = { status: 403, code: "permanent_limit", details: { limit: 1 } };
    for (const refusal of refusals) expect(refusal).toMatchObject(refused);
  });

  it("keeps an alias unique in its account, and only there", async () => {
    const account = await newAccount();
    await newEndpoint(account, { alias: "orders" });
    const again = newEndpoint(account, { alias: "orders" });
    await expectRefusals([again], { status: 409, code: "alias_taken" });
    await newEndpoint(await newAccount(), { alias: "orders" });
  });

  it("does not count expired endpoints", async () => {
    const account = await newAccount("free");
    for (let n = 0; n < 3; n++) await newEndpoint(account, { alias: `a${n}` });
    passTime(25 * HOUR_MS);
    await newEndpoint(account, { alias: "a0" });
    expect((await clientOf(account).endpoints.list()).total).toBe(1);
  });
});

describe("reading and changing endpoints", () => {
  it("lists rows with their counters, and the account's requests of the day", async () => {
    const account = await newAccount("plus");
    const [first, second] = [
      await newEndpoint(account, { alias: "one" }),
      await newEndpoint(account),
    ];
    await postWebhook(first.id);
    const { timestamp } = await postWebhook(first.id);
    await postWebhook(second.id);
    const { endpoints, account: own } = clientOf(account);
    const list = await endpoints.list();
    expect(list).toMatchObject({ total: 2, usage: { dailyRequests: 3, dailyRequestsMax: 5_000 } });
    expect(list.endpoints.find(({ id }) => id === first.id)).toMatchObject({
      user_id: account.id,
      alias: "one",
      is_permanent: false,
      request_count: 2,
      last_request_at: new Date(timestamp).toISOString(),
    });
    const one = await endpoints.get(second.id);
    expect(one).toMatchObject({ id: second.id, request_count: 1 });
    expect(await own.usage()).toMatchObject({
      endpoints: { current: 2, limit: 10 },
      requests: { current: 3, limit: 5_000 },
    });
  });

  it("counts requests by UTC day, across an eviction too", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    await postWebhook(id);
    passTime(24 * HOUR_MS);
    const { endpoints } = clientOf(account);
    const used = async () => (await endpoints.list()).usage.dailyRequests;
    expect(await used()).toBe(0);
    await postWebhook(id);
    await postWebhook(id);
    await evictDurableObject(hubOf(id));
    expect(await used()).toBe(2);
  });

  it("changes the named fields and leaves the rest", async () => {
    const account = await newAccount("plus");
    const { id, expiresAt } = await newEndpoint(account);
    const { endpoints } = clientOf(account);
    const renamed = await endpoints.update(id, { alias: "new" });
    expect(renamed).toMatchObject({ alias: "new", is_permanent: false, expires_at: expiresAt });
    const permanent = await endpoints.update(id, { isPermanent: true });
    expect(permanent).toMatchObject({ alias: "new", is_permanent: true, expires_at: null });
    passTime(800 * HOUR_MS);
    await postWebhook(id);
  });
});

describe("pausing an endpoint", () => {
  it("refuses webhooks and keeps everything else, until it is resumed", async () => {
    const account = await newAccount();
    const { id } = await newEndpoint(account, { alias: "orders" });
    const { key } = await newKey(account);
    await postWebhook(id);
    const { endpoints } = clientOf(account);
    const paused = await endpoints.update(id, { isPaused: true });
    expect(paused).toMatchObject({ is_paused: true, alias: "orders", request_count: 1 });
    const refused = await call(`/h/${id}`, { method: "POST", body: "x" });
    expect(await json(refused, 403)).toMatchObject({ code: "paused" });
    const listener = await connect(id, key, { since: "0" });
    expect((await listener.take(2))[1]?.type).toBe("new_request");
    await evictDurableObject(hubOf(id));
    expect((await call(`/h/${id}`, { method: "POST" })).status).toBe(403);
    await endpoints.update(id, { isPaused: false });
    await postWebhook(id, "after");
    expect((await listener.take(3))[2]?.payload).toMatchObject({ seq: 2, body: "after" });
    listener.close();
  });
});

describe("an endpoint", () => {
  it("accepts no webhooks after its deletion, closes its listeners and has no history", async () => {
    const account = await newAccount();
    const { id } = await newEndpoint(account);
    const { key } = await newKey(account);
    const listener = await connect(id, key);
    const { id: requestId } = await postWebhook(id);
    const { endpoints } = clientOf(account);
    expect(await endpoints.delete(id)).toEqual({ deleted: true });
    expect(await listener.closeCode()).toBe(CLOSE.ENDPOINT_GONE);
    expect((await call(`/h/${id}`, { method: "POST" })).status).toBe(404);
    const { requests } = clientOf({ token: key });
    const missing = [requests.get(requestId), requests.list(id), endpoints.delete(id)];
    await expectRefusals(missing, { status: 404 });
    const refused = await upgrade(`/ws/${id}?apikey=${key}`);
    expect([refused.status, await refused.text()]).toEqual([404, ""]);
    const left = await runInDurableObject(hubOf(id), (_, { storage }) =>
      storage.sql.exec("SELECT count(*) AS n FROM requests").one(),
    );
    expect(left).toEqual({ n: 0 });
  });

  it("answers webhooks with 410 after its expiry, and keeps its history", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const { key } = await newKey(account);
    const { id: requestId } = await postWebhook(id, "kept");
    passTime(721 * HOUR_MS);
    const reply = await call(`/h/${id}`, { method: "POST", body: "late" });
    expect(await json(reply, 410)).toMatchObject({ code: "endpoint_expired" });
    const refused = await upgrade(`/ws/${id}?apikey=${key}`);
    expect([refused.status, await refused.text()]).toEqual([404, ""]);
    const { requests } = clientOf({ token: key });
    expect(await requests.get(requestId)).toMatchObject({ body: "kept" });
  });
});

describe("endpoint ids", () => {
  const KEYS = "the-newest-key-of-all,the-key-before-that";

  it("are accepted under each configured key and created under the first", async () => {
    const ids = new EndpointIds(KEYS);
    const old = await new EndpointIds("the-key-before-that").mint();
    const id = await ids.mint();
    expect(await ids.isOurs(old)).toBe(true);
    expect(await ids.isOurs(id)).toBe(true);
    expect(await new EndpointIds("the-newest-key-of-all").isOurs(id)).toBe(true);
    expect(await new EndpointIds("the-key-before-that").isOurs(id)).toBe(false);
  });

  it("are not ours if any digit differs", async () => {
    const ids = new EndpointIds(KEYS);
    const id = await ids.mint();
    for (let at = 0; at < id.length; at++) {
      if (id[at] === "-") continue;
      const changed = id.slice(0, at) + (id[at] === "0" ? "1" : "0") + id.slice(at + 1);
      expect(await ids.isOurs(changed)).toBe(false);
    }
  });

  it("create no object if they are invented", async () => {
    const before = (await listDurableObjectIds(env.HUB)).length;
    for (let n = 0; n < 200; n++) {
      const reply = await call(`/h/${crypto.randomUUID()}`, { method: "POST", body: "x" });
      expect(reply.status).toBe(404);
    }
    expect((await listDurableObjectIds(env.HUB)).length).toBe(before);
  });

  it("need keys that nobody can guess", () => {
    expect(() => new EndpointIds("short")).toThrow("16 characters");
    expect(() => new EndpointIds("")).toThrow("16 characters");
  });
});
