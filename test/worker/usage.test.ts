import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_PLANS } from "../../src/protocol/plans.ts";
import { clientAt } from "./support/deployment.ts";
import {
  clientOf,
  hubOf,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  setPlan,
} from "./support/world.ts";

afterEach(() => void vi.useRealTimers());

describe("an account's usage", () => {
  it("has a meter for each limit that counts something, and every limit of the plan", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account, { isPermanent: true });
    await newEndpoint(account);
    await newKey(account);
    await postWebhook(id);
    expect(await clientOf(account).account.usage()).toEqual({
      endpoints: { current: 2, limit: 50 },
      permanentEndpoints: { current: 1, limit: 50 },
      requests: { current: 1, limit: 100_000 },
      apiKeys: { current: 1, limit: 10 },
      plan: { name: "pro", ...DEFAULT_PLANS.pro },
    });
  });

  it("counts the keys that count towards the limit, even those beyond a lower plan", async () => {
    const account = await newAccount("pro");
    const { keys, account: own } = clientOf(account);
    const used = async () => (await own.usage()).apiKeys;
    const { id } = await newKey(account);
    await keys.revoke((await newKey(account)).id);
    await keys.rotate(id, { overlapSeconds: 60 });
    const expiresAt = new Date(Date.now() + 1_000).toISOString();
    await newKey(account, { expiresAt });
    await newKey(await newAccount("pro"));
    expect(await used()).toEqual({ current: 2, limit: 10 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(expiresAt) });
    expect(await used()).toEqual({ current: 1, limit: 10 });
    await newKey(account);
    await setPlan(account, "plus");
    expect(await used()).toEqual({ current: 2, limit: 1 });
  });

  it("is shown with the limits that the operator set", async () => {
    const { token } = await newAccount("free");
    const PLAN_OVERRIDES = '{"free":{"maxListeners":7,"maxDailyRequests":null,"maxApiKeys":2}}';
    const usage = await clientAt({ ...env, PLAN_OVERRIDES }, { token }).account.usage();
    expect(usage).toMatchObject({ requests: { limit: null }, apiKeys: { current: 0, limit: 2 } });
    const overridden = { maxListeners: 7, maxDailyRequests: null, maxApiKeys: 2 };
    expect(usage.plan).toEqual({ name: "free", ...DEFAULT_PLANS.free, ...overridden });
  });
});

describe("an endpoint's stored bytes", () => {
  it("grow with each request and shrink with each deletion, across an eviction too", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    const { endpoints, requests } = clientOf(account);
    const stored = async () => (await endpoints.get(id)).stored_bytes;
    expect(await stored()).toBe(0);
    const first = await postWebhook(id, "x".repeat(1_000));
    const small = await stored();
    expect(small).toBeGreaterThan(1_000);
    const large = await postWebhook(id, new Uint8Array(2_000_000));
    expect(await stored()).toBeGreaterThan(small + 2_000_000);
    await evictDurableObject(hubOf(id));
    await requests.delete(large.id);
    expect(await stored()).toBe(small);
    await requests.delete(first.id);
    expect(await stored()).toBe(0);
    const [row] = (await endpoints.list()).endpoints;
    expect(row).toMatchObject({ request_count: 2, stored_bytes: 0 });
  });
});
