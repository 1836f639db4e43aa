import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AccountAllowance } from "../../../src/worker/account/allowance.ts";
import { DAY_MS } from "../../../src/protocol/time-units.ts";
import { captureTogether, webhooksTo } from "../support/capture.ts";
import { rounds } from "../support/rounds.ts";
import {
  call,
  callAs,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  postWebhook,
  setPlan,
  type TestAccount,
} from "../support/world.ts";

afterEach(() => void vi.useRealTimers());

/** Sets the clock to noon of a future day, so that no test crosses midnight by accident. */
function goToDay(days: number) {
  const noon = (Math.floor(Date.now() / DAY_MS) + days) * DAY_MS + DAY_MS / 2;
  vi.useFakeTimers({ toFake: ["Date"], now: noon });
}

async function newInbox(plan: "free" | "plus" | "team", endpoints: number) {
  const account = await newAccount(plan);
  const ids: string[] = [];
  for (let n = 0; n < endpoints; n++) ids.push((await newEndpoint(account)).id);
  return { account, ids };
}

function post(id: string): Promise<Response> {
  return call(`/h/${id}`, { method: "POST", body: "x" });
}

/** Posts `count` webhooks concurrently, to each endpoint in turn. Resolves to their statuses. */
async function race(ids: string[], count: number): Promise<number[]> {
  const posts = Array.from({ length: count }, (_, n) => post(ids[n % ids.length] ?? ""));
  return (await Promise.all(posts)).map(({ status }) => status);
}

const accepted = (statuses: number[]) => statuses.filter((status) => status === 200).length;

async function requestsToday({ token }: TestAccount): Promise<number> {
  const usage = await json<{ requests: { current: number } }>(
    await callAs(token, "GET", "/api/account/usage"),
  );
  return usage.requests.current;
}

async function stored({ token }: TestAccount, ids: string[]): Promise<number> {
  const pages = ids.map((id) => callAs(token, "GET", `/api/endpoints/${id}/requests`));
  const totals = (await Promise.all(pages)).map((page) => json<{ total: number }>(page));
  return (await Promise.all(totals)).reduce((sum, { total }) => sum + total, 0);
}

describe("the daily allowance", () => {
  it("accepts exactly 100 of 130 webhooks that race over three endpoints, every time", async () => {
    for (let round = 0; round < rounds(2); round++) {
      const { account, ids } = await newInbox("free", 3);
      const statuses = await race(ids, 130);
      expect(accepted(statuses)).toBe(100);
      expect(statuses.filter((status) => status === 429)).toHaveLength(30);
      expect(await stored(account, ids)).toBe(100);
      expect(await requestsToday(account)).toBe(100);
    }
  });

  it("accepts exactly 100 webhooks one by one, whichever endpoint they reach", async () => {
    const { account, ids } = await newInbox("free", 3);
    const statuses: number[] = [];
    for (let n = 0; n < 110; n++) {
      statuses.push((await post(ids[(n * n) % 3] ?? "")).status);
      if (n % 10 === 0) await evictDurableObject(hubOf(ids[(n * n) % 3] ?? ""));
    }
    expect(accepted(statuses)).toBe(100);
    expect(await requestsToday(account)).toBe(100);
  });

  it("says when it resets, and does not count what it refused", async () => {
    goToDay(2);
    const { ids } = await newInbox("free", 1);
    await race(ids, 100);
    const reply = await post(ids[0] ?? "");
    expect(reply.headers.get("retry-after")).toBe(String(DAY_MS / 2 / 1000));
    const resetAt = new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS).toISOString();
    expect(await json(reply, 429)).toMatchObject({ code: "daily_limit", limit: 100, resetAt });
  });

  it("resets at midnight UTC, and carries nothing over", async () => {
    goToDay(2);
    const { account, ids } = await newInbox("free", 2);
    expect(accepted(await race(ids, 30))).toBe(30);
    const noon = Date.now();
    vi.setSystemTime(noon + DAY_MS / 2 - 1);
    expect(await requestsToday(account)).toBe(30);
    vi.setSystemTime(noon + DAY_MS / 2);
    expect(await requestsToday(account)).toBe(0);
    expect(accepted(await race(ids, 110))).toBe(100);
  });

  it("survives the eviction of every object", async () => {
    const { account, ids } = await newInbox("free", 2);
    await race(ids, 60);
    for (const id of ids) await evictDurableObject(hubOf(id));
    await evictDurableObject(env.ALLOWANCE.getByName(account.id));
    expect(accepted(await race(ids, 60))).toBe(40);
  });

  it("is never exceeded if a grant is lost, and is complete again on the next day", async () => {
    goToDay(2);
    const { account, ids } = await newInbox("plus", 2);
    const allowance = env.ALLOWANCE.getByName(account.id);
    const day = Math.floor(Date.now() / DAY_MS);
    // The hub crashed between the grant and its use, so it does not know of it.
    const lost = await allowance.lease({
      endpointId: ids[0] ?? "",
      day,
      wanted: 4_990,
      limit: 5_000,
    });
    expect(lost.granted).toBe(1_000);
    await recordLostGrant(allowance, ids[0] ?? "", 4_990);
    expect(accepted(await race(ids, 20))).toBe(10);
    goToDay(1);
    expect(accepted(await race(ids, 20))).toBe(20);
  });

  it("returns what a deleted endpoint did not use", async () => {
    const { account, ids } = await newInbox("free", 2);
    await postWebhook(ids[0] ?? "");
    await json(await callAs(account.token, "DELETE", `/api/endpoints/${ids[0]}`));
    expect(await requestsToday(account)).toBe(1);
    expect(accepted(await race(ids.slice(1), 110))).toBe(99);
  });

  it("follows a change of the plan immediately, up and down", async () => {
    const { account, ids } = await newInbox("free", 2);
    expect(accepted(await race(ids, 110))).toBe(100);
    await setPlan(account, "plus");
    expect(accepted(await race(ids, 50))).toBe(50);
    await setPlan(account, "free");
    expect(accepted(await race(ids, 10))).toBe(0);
    expect(await requestsToday(account)).toBe(150);
  });

  it("is asked for a lease by at most one request in twenty on plus", async () => {
    const { account, ids } = await newInbox("plus", 1);
    for (let n = 0; n < 20; n++) await race(ids, 50);
    expect(await grantsOf(account)).toBeLessThanOrEqual(1_000 / 20);
  });

  it("is asked once by a hub that refuses a flood, if every other hub has been asked", async () => {
    const { account, ids } = await newInbox("free", 2);
    expect(accepted(await race(ids, 110))).toBe(100);
    const [id = ""] = ids;
    await evictDurableObject(hubOf(id));
    const lease = await spyOnLease(account);
    for (let n = 0; n < 10; n++) await captureTogether(id, webhooksTo(id, 2));
    expect(lease).toHaveBeenCalledTimes(1);
    lease.mockRestore();
  });

  it("is not called exhausted while a hub can't be reached, which may have something left", async () => {
    const { account, ids } = await newInbox("free", 2);
    await race(ids.slice(1), 1);
    const ask = { endpointId: ids[0] ?? "", day: Math.floor(Date.now() / DAY_MS), limit: 100 };
    await runInDurableObject(env.ALLOWANCE.getByName(account.id), async (allowance) => {
      let isReachable = false;
      const giveBackUnused = async () => {
        if (!isReachable) throw new Error("unreachable");
        return 0;
      };
      const HUB = { getByName: () => ({ giveBackUnused }) };
      Object.defineProperty(allowance, "env", { value: { HUB } });
      while ((await allowance.lease({ ...ask, wanted: 100 })).granted > 0);
      expect(await allowance.lease({ ...ask, wanted: 1 })).not.toHaveProperty("isExhausted");
      isReachable = true;
      expect(await allowance.lease({ ...ask, wanted: 1 })).toHaveProperty("isExhausted", true);
    });
  });

  it("counts on a plan without a limit too", async () => {
    const { account, ids } = await newInbox("team", 2);
    expect(accepted(await race(ids, 30))).toBe(30);
    expect(await requestsToday(account)).toBe(30);
  });
});

/** Counts the calls of `lease`. */
function spyOnLease({ id }: TestAccount) {
  return runInDurableObject(env.ALLOWANCE.getByName(id), (allowance: AccountAllowance) =>
    vi.spyOn(Object.getPrototypeOf(allowance) as AccountAllowance, "lease"),
  );
}

async function grantsOf({ id }: TestAccount): Promise<number> {
  return runInDurableObject(env.ALLOWANCE.getByName(id), (_: AccountAllowance, { storage }) =>
    Number(storage.sql.exec("SELECT sum(grants) AS n FROM holdings").one()["n"]),
  );
}

/** Records a grant that the hub never received. */
async function recordLostGrant(
  stub: DurableObjectStub<AccountAllowance>,
  endpointId: string,
  granted: number,
): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec("UPDATE holdings SET granted = ? WHERE endpoint_id = ?", granted, endpointId);
  });
}
