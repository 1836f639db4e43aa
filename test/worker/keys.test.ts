import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { apiKey, createdKey, type CreateKeyBody } from "../../src/protocol/api-key.ts";
import { eventually } from "./support/eventually.ts";
import { connect, upgrade } from "./support/test-listener.ts";
import {
  callAs,
  clientOf,
  expectRefusals,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  race,
  setPlan,
} from "./support/world.ts";

afterEach(() => void vi.useRealTimers());

interface KeyList {
  keys: Record<string, unknown>[];
}

describe("an API key", () => {
  it("is shown once and listed without its secret afterwards", async () => {
    const account = await newAccount();
    const created = await newKey(account, { name: "deploys" });
    createdKey.parse(created);
    expect(created.key).toMatch(/^hnx_[0-9A-Za-z]{38}$/);
    expect(created.key.startsWith(created.prefix)).toBe(true);
    expect(created.prefix.length).toBeLessThanOrEqual(15);
    const text = await (await callAs(account.token, "GET", "/api/keys")).text();
    expect(text).not.toContain(created.key);
    const { keys } = JSON.parse(text) as KeyList;
    expect(keys).toHaveLength(1);
    expect(apiKey.parse(keys[0])).toEqual(keys[0]);
    expect(keys[0]).toMatchObject({ id: created.id, name: "deploys", lastUsedAt: null });
    const stored = await env.DB.prepare("SELECT * FROM credentials WHERE id = ?")
      .bind(created.id)
      .first();
    expect(JSON.stringify(stored)).not.toContain(created.key.slice(15));
  });

  it("can't be created beyond the plan's limit, however many calls race", async () => {
    const { keys } = clientOf(await newAccount("plus"));
    const { done, refusals } = await race(8, () => keys.create());
    expect([done.length, refusals.length]).toEqual([1, 7]);
    const limit = { status: 403, code: "key_limit" };
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ ...limit, details: { limit: 1 } });
    }
    const none = newKey(await newAccount("free"));
    await expect(none).rejects.toMatchObject({ ...limit, details: { limit: 0 } });
  });

  it("reads endpoints and requests, and manages nothing", async () => {
    const account = await newAccount();
    const { id } = await newEndpoint(account);
    const { key, id: keyId } = await newKey(account);
    await postWebhook(id);
    const { endpoints, requests, keys, account: owner } = clientOf({ token: key });
    expect(await endpoints.list()).toMatchObject({ total: 1 });
    expect(await endpoints.get(id)).toMatchObject({ id });
    expect(await requests.list(id)).toMatchObject({ total: 1 });
    const forbidden = [
      endpoints.create(),
      endpoints.update(id, {}),
      endpoints.delete(id),
      keys.create(),
      keys.list(),
      keys.revoke(keyId),
      owner.usage(),
      owner.me(),
      owner.signOut(),
    ];
    await expectRefusals(forbidden, { status: 403, code: "key_not_allowed" });
  });

  it("that names endpoints sees only those", async () => {
    const account = await newAccount("pro");
    const [seen, hidden] = [await newEndpoint(account), await newEndpoint(account)];
    const { key } = await newKey(account, { endpointIds: [seen.id] });
    const [own, other] = [await postWebhook(seen.id), await postWebhook(hidden.id)];
    const { endpoints, requests } = clientOf({ token: key });
    const list = await endpoints.list();
    expect(list.endpoints.map(({ id }) => id)).toEqual([seen.id]);
    expect(list.total).toBe(1);
    expect(await requests.get(own.id)).toMatchObject({ id: own.id });
    const missing = [
      endpoints.get(hidden.id),
      requests.list(hidden.id),
      requests.get(other.id),
      requests.body(other.id),
    ];
    await expectRefusals(missing, { status: 404 });
    expect((await upgrade(`/ws/${hidden.id}?apikey=${key}`)).status).toBe(404);
    (await connect(seen.id, key)).close();
  });

  it("can't name another account's endpoint, or an expiry in the past", async () => {
    const account = await newAccount();
    const foreign = await newEndpoint(await newAccount());
    const bodies = [
      [{ endpointIds: [foreign.id] }, "endpointIds"],
      [{ expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    ] satisfies [CreateKeyBody, string][];
    for (const [body, field] of bodies) {
      const refusal = { status: 400, code: "invalid_field", details: { field } };
      await expect(newKey(account, body)).rejects.toMatchObject(refusal);
    }
  });

  it("stops working at its expiry, and then leaves room for another", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { key } = await newKey(account, { expiresAt });
    (await connect(id, key)).close();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(expiresAt) });
    expect((await upgrade(`/ws/${id}?apikey=${key}`)).status).toBe(401);
    await expectRefusals([clientOf({ token: key }).endpoints.list()], { status: 401 });
    await newKey(account);
  });

  it("can be renamed by its own account only", async () => {
    const account = await newAccount();
    const { id } = await newKey(account, { name: "old" });
    expect(await clientOf(account).keys.rename(id, "new")).toMatchObject({ id, name: "new" });
    const { keys } = clientOf(await newAccount());
    await expectRefusals([keys.rename(id, "x"), keys.revoke(id)], { status: 404 });
  });

  it("shows when it was last used", async () => {
    const account = await newAccount();
    const { key } = await newKey(account);
    await clientOf({ token: key }).endpoints.list();
    await eventually(async () => {
      const { keys } = await clientOf(account).keys.list();
      expect(keys[0]?.lastUsedAt).toMatch(/Z$/);
    });
  });

  it("stops working while the plan has no keys, and works again afterwards", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const { key } = await newKey(account);
    await setPlan(account, "free");
    const refused = await upgrade(`/ws/${id}?apikey=${key}`);
    expect(await json(refused, 403)).toMatchObject({ code: "plan_without_keys" });
    await setPlan(account, "plus");
    (await connect(id, key)).close();
  });
});
