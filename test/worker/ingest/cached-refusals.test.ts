import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_PLANS } from "../../../src/protocol/plans.ts";
import { HOUR_MS } from "../../../src/protocol/time-units.ts";
import { CachedRefusals } from "../../../src/worker/domain/cached-refusals.ts";
import { endpointIdsOf } from "../../../src/worker/domain/endpoint-id.ts";
import type { Env } from "../../../src/worker/env.ts";
import type { HubCommand } from "../../../src/worker/hub/contract/commands.ts";
import worker from "../../../src/worker/index.ts";
import { captureTogether, webhooksTo } from "../support/capture.ts";
import {
  clientOf,
  hubOf,
  newAccount,
  newEndpoint,
  ORIGIN,
  setPlan,
  type TestAccount,
} from "../support/world.ts";

const DAILY = DEFAULT_PLANS.free.maxDailyRequests ?? 0;
const BURST = 10 * (DEFAULT_PLANS.free.maxRequestsPerSecond ?? 0);

// Hubs share this clock. It moves only if a test moves it.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** The hubs, and how often one was called. */
function countedHubs() {
  let calls = 0;
  const getByName = (id: string) => {
    calls++;
    return env.HUB.getByName(id);
  };
  return { HUB: { getByName } as unknown as Env["HUB"], calls: () => calls };
}

async function post(id: string, init: RequestInit = {}, HUB = env.HUB): Promise<Response> {
  const ctx = createExecutionContext();
  const request = new Request(`${ORIGIN}/h/${id}`, { method: "POST", ...init });
  const response = await worker.fetch(request as never, { ...env, HUB }, ctx);
  await waitOnExecutionContext(ctx);
  return response;
}

const statusOf = async (id: string) => (await post(id)).status;

interface Inbox {
  account: TestAccount;
  id: string;
}

/** An endpoint that refuses webhooks since some time ago. */
async function refusing(refuse: (inbox: Inbox) => Promise<unknown>): Promise<Inbox> {
  const account = await newAccount("free");
  const { id } = await newEndpoint(account);
  await refuse({ account, id });
  vi.advanceTimersByTime(1);
  return { account, id };
}

const pause = ({ account, id }: Inbox) =>
  clientOf(account).endpoints.update(id, { isPaused: true });
const remove = ({ account, id }: Inbox) => clientOf(account).endpoints.delete(id);
const expire = async () => vi.advanceTimersByTime(25 * HOUR_MS);
const useUpDay = ({ id }: Inbox) => captureTogether(id, webhooksTo(id, DAILY));
const exceedRate = ({ id }: Inbox) => captureTogether(id, webhooksTo(id, BURST));

describe("a flood of webhooks to an endpoint", () => {
  it.each([
    ["that is deleted", 404, remove],
    ["that has expired", 410, expire],
    ["that is paused", 403, pause],
    ["whose day is used up", 429, useUpDay],
    ["that exceeds its rate", 429, exceedRate],
  ])("%s costs one call to its hub: %i", async (_, status, refuse) => {
    const { id } = await refusing(refuse);
    const { HUB, calls } = countedHubs();
    const replies = [];
    for (let n = 0; n < 20; n++) replies.push(await post(id, { body: "refused" }, HUB));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([status]));
    expect(new Set(replies.map((reply) => reply.headers.get("retry-after"))).size).toBe(1);
    expect(calls()).toBe(1);
    vi.advanceTimersByTime(5_000);
    await post(id, {}, HUB);
    expect(calls()).toBe(2);
  });

  it("that was never created costs one call", async () => {
    const id = await endpointIdsOf(env).mint();
    vi.advanceTimersByTime(1);
    const { HUB, calls } = countedHubs();
    for (let n = 0; n < 20; n++) expect((await post(id, {}, HUB)).status).toBe(404);
    expect(calls()).toBe(1);
  });

  it("does not affect another endpoint of the same account", async () => {
    const { account, id } = await refusing(pause);
    const other = await newEndpoint(account);
    expect([await statusOf(id), await statusOf(other.id)]).toEqual([403, 200]);
    expect([await statusOf(id), await statusOf(other.id)]).toEqual([403, 200]);
  });
});

describe("a webhook is accepted", () => {
  it("at once after the endpoint is resumed, or the plan is upgraded, in the same isolate", async () => {
    const paused = await refusing(pause);
    expect(await statusOf(paused.id)).toBe(403);
    await clientOf(paused.account).endpoints.update(paused.id, { isPaused: false });
    expect(await statusOf(paused.id)).toBe(200);
    const exhausted = await refusing(useUpDay);
    expect(await statusOf(exhausted.id)).toBe(429);
    await setPlan(exhausted.account, "plus");
    expect(await statusOf(exhausted.id)).toBe(200);
  });

  /** Changes the settings as a worker in another isolate does. */
  async function changeElsewhere({ account, id }: Inbox, change: object): Promise<void> {
    const settings = { accountId: account.id, plan: "free", ...change };
    // Newer than the revision of any change, which is a time.
    const revision = Number.MAX_SAFE_INTEGER;
    const command: HubCommand = { type: "configure", version: 2, revision, settings };
    await hubOf(id).apply(command, 2);
  }

  it("a second after the endpoint is resumed in another isolate", async () => {
    const inbox = await refusing(pause);
    expect(await statusOf(inbox.id)).toBe(403);
    await changeElsewhere(inbox, { isPaused: false });
    vi.advanceTimersByTime(999);
    expect(await statusOf(inbox.id)).toBe(403);
    vi.advanceTimersByTime(1);
    expect(await statusOf(inbox.id)).toBe(200);
  });

  it("five seconds after the plan is upgraded in another isolate", async () => {
    const inbox = await refusing(useUpDay);
    expect(await statusOf(inbox.id)).toBe(429);
    await changeElsewhere(inbox, { plan: "plus" });
    vi.advanceTimersByTime(4_999);
    expect(await statusOf(inbox.id)).toBe(429);
    vi.advanceTimersByTime(1);
    expect(await statusOf(inbox.id)).toBe(200);
  });

  it("after one that was too large", async () => {
    const { id } = await refusing(async () => {});
    expect((await post(id, { body: new Uint8Array(70_000) })).status).toBe(413);
    expect(await statusOf(id)).toBe(200);
  });
});

it("a body is discarded, but not more than a megabyte of it", async () => {
  const { id } = await refusing(pause);
  expect(await statusOf(id)).toBe(403);
  const readOf = async (size: number) => {
    let read = 0;
    const chunk = new Uint8Array(64 * 1024);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (read >= size) return controller.close();
        read += chunk.length;
        controller.enqueue(chunk);
      },
    });
    expect((await post(id, { body })).status).toBe(403);
    return read;
  };
  expect(await readOf(640 * 1024)).toBe(640 * 1024);
  expect(await readOf(64 * 1024 * 1024)).toBeLessThan(2 * 1024 * 1024);
});

describe("the cached refusals", () => {
  const refusal = { ok: false, reason: "endpoint_not_found" } as const;

  it("count from the beginning of the call, however long it took", () => {
    const cached = new CachedRefusals();
    cached.note("a", refusal, 1_000, 0);
    expect(cached.find("a", 5_999)).toBe(refusal);
    expect(cached.find("a", 6_000)).toBeNull();
  });

  it("do not outlast a clock that is set back, nor the time at which a sender may try again", () => {
    const cached = new CachedRefusals();
    cached.note("a", refusal, 1_000_000, 0);
    expect(cached.find("a", 1_000)).toBeNull();
    cached.note("a", { ok: false, reason: "daily_limit", limit: 1, resetAt: 2_000 }, 1_500, 0);
    expect(cached.find("a", 1_999)).not.toBeNull();
    expect(cached.find("a", 2_000)).toBeNull();
  });

  it("ignore the answer to a call that began before the settings changed", () => {
    const cached = new CachedRefusals();
    const { changes } = cached;
    cached.forget("a");
    cached.note("a", refusal, 1_000, changes);
    expect(cached.find("a", 1_001)).toBeNull();
    cached.note("a", refusal, 1_000, cached.changes);
    expect(cached.find("a", 1_001)).toBe(refusal);
  });

  it("are at most ten thousand, and the oldest is forgotten first", () => {
    const cached = new CachedRefusals();
    for (let n = 0; n <= 10_000; n++) cached.note(String(n), refusal, 1_000, 0);
    expect([cached.find("0", 1_000), cached.find("1", 1_000)]).toEqual([null, refusal]);
  });
});
