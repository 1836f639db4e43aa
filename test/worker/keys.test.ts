import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { apiKey, createdKey } from "../../src/protocol/api-key.ts";
import { connect, upgrade } from "./support/test-listener.ts";
import { callAs, json, newAccount, newEndpoint, newKey, postWebhook } from "./support/world.ts";

afterEach(() => void vi.useRealTimers());

interface KeyList {
  keys: Record<string, unknown>[];
}

describe("an API key", () => {
  it("is shown once and listed without its secret ever after", async () => {
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

  it("can't be made beyond the plan's limit, however many calls race", async () => {
    const { token } = await newAccount("plus");
    const racing = Array.from({ length: 8 }, () => callAs(token, "POST", "/api/keys", {}));
    const replies = await Promise.all(racing);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect(await json(reply, 403)).toMatchObject({ code: "key_limit", limit: 1 });
    }
    const free = await newAccount("free");
    const none = await callAs(free.token, "POST", "/api/keys", {});
    expect(await json(none, 403)).toMatchObject({ code: "key_limit", limit: 0 });
  });

  it("reads endpoints and requests, and manages nothing", async () => {
    const account = await newAccount();
    const { id } = await newEndpoint(account);
    const { key, id: keyId } = await newKey(account);
    await postWebhook(id);
    for (const path of [
      "/api/endpoints",
      `/api/endpoints/${id}`,
      `/api/endpoints/${id}/requests`,
    ]) {
      expect((await callAs(key, "GET", path)).status).toBe(200);
    }
    const forbidden: [string, string][] = [
      ["POST", "/api/endpoints"],
      ["PATCH", `/api/endpoints/${id}`],
      ["DELETE", `/api/endpoints/${id}`],
      ["POST", "/api/keys"],
      ["GET", "/api/keys"],
      ["DELETE", `/api/keys/${keyId}`],
      ["GET", "/api/account/usage"],
      ["GET", "/auth/me"],
      ["POST", "/auth/logout"],
    ];
    for (const [method, path] of forbidden) {
      const body = method === "GET" ? undefined : {};
      const reply = await callAs(key, method, path, body);
      expect(await json(reply, 403)).toMatchObject({ code: "key_not_allowed" });
    }
  });

  it("that names endpoints sees those alone", async () => {
    const account = await newAccount("pro");
    const [seen, hidden] = [await newEndpoint(account), await newEndpoint(account)];
    const { key } = await newKey(account, { endpointIds: [seen.id] });
    const [own, other] = [await postWebhook(seen.id), await postWebhook(hidden.id)];
    const list = await json<{ endpoints: { id: string }[]; total: number }>(
      await callAs(key, "GET", "/api/endpoints"),
    );
    expect(list.endpoints.map(({ id }) => id)).toEqual([seen.id]);
    expect(list.total).toBe(1);
    expect((await callAs(key, "GET", `/api/requests/${own.id}`)).status).toBe(200);
    const missing = [
      `/api/endpoints/${hidden.id}`,
      `/api/endpoints/${hidden.id}/requests`,
      `/api/requests/${other.id}`,
      `/api/requests/${other.id}/body`,
    ];
    for (const path of missing) expect((await callAs(key, "GET", path)).status).toBe(404);
    expect((await upgrade(`/ws/${hidden.id}?apikey=${key}`)).status).toBe(404);
    (await connect(seen.id, key)).close();
  });

  it("can name no endpoint of another account, and no moment that is past", async () => {
    const account = await newAccount();
    const foreign = await newEndpoint(await newAccount());
    const wishes = [
      [{ endpointIds: [foreign.id] }, "endpointIds"],
      [{ expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    ] as const;
    for (const [wish, field] of wishes) {
      const reply = await callAs(account.token, "POST", "/api/keys", wish);
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_field", field });
    }
  });

  it("ends when it said it would, and then leaves room for another", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { key } = await newKey(account, { expiresAt });
    (await connect(id, key)).close();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(expiresAt) });
    expect((await upgrade(`/ws/${id}?apikey=${key}`)).status).toBe(401);
    expect((await callAs(key, "GET", "/api/endpoints")).status).toBe(401);
    await newKey(account);
  });

  it("can be renamed by its account alone", async () => {
    const account = await newAccount();
    const { id } = await newKey(account, { name: "old" });
    const path = `/api/keys/${id}`;
    const renamed = await json(await callAs(account.token, "PATCH", path, { name: "new" }));
    expect(renamed).toMatchObject({ id, name: "new" });
    const stranger = await newAccount();
    expect((await callAs(stranger.token, "PATCH", path, { name: "x" })).status).toBe(404);
    expect((await callAs(stranger.token, "DELETE", path)).status).toBe(404);
  });

  it("says when it was last used", async () => {
    const account = await newAccount();
    const { key } = await newKey(account);
    await callAs(key, "GET", "/api/endpoints");
    await vi.waitFor(async () => {
      const list = await json<KeyList>(await callAs(account.token, "GET", "/api/keys"));
      expect(list.keys[0]?.["lastUsedAt"]).toMatch(/Z$/);
    });
  });

  it("stops working where the plan has none any more, and works again after", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const { key } = await newKey(account);
    const setPlan = (plan: string) =>
      callAs(env.ADMIN_TOKEN ?? "", "PATCH", `/api/admin/accounts/${account.id}`, { plan });
    await json(await setPlan("free"));
    const refused = await upgrade(`/ws/${id}?apikey=${key}`);
    expect(await json(refused, 403)).toMatchObject({ code: "plan_without_keys" });
    await json(await setPlan("plus"));
    (await connect(id, key)).close();
  });
});
