import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { packRequestsV1, unpackReplyV1 } from "../../../../src/worker/hub/contract/packing.ts";
import type { CaptureResult } from "../../../../src/worker/hub/contract/results.ts";
import { VERSION } from "../../../../src/worker/hub/contract/version.ts";
import { nextUtcDay } from "../../../../src/worker/account/day.ts";
import { RateLimit } from "../../../../src/worker/hub/capture/rate-limit.ts";
import { DEFAULT_PLANS, RATE_BURST_SECONDS } from "../../../../src/protocol/plans.ts";
import { captureTogether, webhooksTo, webhookTo } from "../../support/capture.ts";
import { call, hubOf, json, newAccount, newEndpoint, setPlan } from "../../support/world.ts";

const RATE = DEFAULT_PLANS.free.maxRequestsPerSecond ?? 0;
const BURST = RATE * RATE_BURST_SECONDS;
const DAILY = DEFAULT_PLANS.free.maxDailyRequests ?? 0;

describe("the rate limit", () => {
  /** How many of `count` webhooks are accepted at this time. */
  const accepted = (limit: RateLimit, count: number, now: number, perSecond: number | null = 50) =>
    Array.from({ length: count }, () => limit.take(perSecond, now)).filter((one) => one === null)
      .length;

  it("accepts ten seconds' webhooks at once, then the plan's number a second", () => {
    const limit = new RateLimit();
    expect(accepted(limit, 501, 1_000)).toBe(500);
    expect(accepted(limit, 1, 1_019)).toBe(0);
    expect(accepted(limit, 2, 1_020)).toBe(1);
    expect(accepted(limit, 100, 2_020)).toBe(50);
    expect(accepted(limit, 1_000, 1_000_000)).toBe(500);
    expect(limit.take(50, 1_000_000)).toMatchObject({ limit: 50, resetAt: 1_001_000 });
  });

  it("follows the plan, up and down, and has none if the plan has none", () => {
    const limit = new RateLimit();
    expect(accepted(limit, 2_000, 0, 200)).toBe(2_000);
    expect(accepted(limit, 1_000, 1_000, null)).toBe(1_000);
    expect(accepted(limit, 1_000, 60_000, 50)).toBe(500);
    expect(accepted(limit, 1_000, 61_000, 200)).toBe(200);
  });

  it("goes on if the clock is set back", () => {
    const limit = new RateLimit();
    expect(accepted(limit, 500, 10_000)).toBe(500);
    expect(accepted(limit, 500, 5_000)).toBe(0);
    expect(accepted(limit, 500, 6_000)).toBe(50);
  });
});

/** A new endpoint on the free plan, whose hub has its settings. */
async function newInbox() {
  const account = await newAccount("free");
  const { id } = await newEndpoint(account);
  return { account, id, hub: hubOf(id) };
}

const outcomes = (results: readonly CaptureResult[]) =>
  results.map((result) => (result.ok ? "stored" : result.reason));

const times = (count: number, outcome: string) => Array.from({ length: count }, () => outcome);

describe("an endpoint that receives webhooks too fast", () => {
  // Objects share this clock, so no token is added while a test runs.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  it("refuses each one of a call that is beyond the limit, in order", async () => {
    const { id } = await newInbox();
    const requests = [...webhooksTo(id, BURST), webhookTo(id, 70_000), webhookTo(id)];
    expect(outcomes(await captureTogether(id, requests))).toEqual([
      ...times(DAILY, "stored"),
      ...times(BURST - DAILY, "daily_limit"),
      "payload_too_large",
      "endpoint_rate",
    ]);
  });

  it("answers with 429 and `Retry-After`, and accepts webhooks again after that time", async () => {
    const { account, id } = await newInbox();
    await captureTogether(id, webhooksTo(id, BURST));
    await setPlan(account, "plus");
    const reply = await call(`/h/${id}`, { method: "POST", body: "refused" });
    expect(reply.headers.get("retry-after")).toBe("1");
    const resetAt = new Date(Date.now() + 1_000).toISOString();
    const limit = DEFAULT_PLANS.plus.maxRequestsPerSecond;
    expect(await json(reply, 429)).toMatchObject({ code: "endpoint_rate", limit, resetAt });
    expect((await hubOf(id).stats()).requestCount).toBe(DAILY);
    vi.advanceTimersByTime(1_000);
    expect((await call(`/h/${id}`, { method: "POST", body: "accepted" })).status).toBe(200);
  });

  it("repeats the result of a call that is repeated", async () => {
    const { id } = await newInbox();
    const requests = webhooksTo(id, 2);
    const first = await captureTogether(id, requests);
    await captureTogether(id, webhooksTo(id, BURST - 2));
    expect(await captureTogether(id, [...requests, webhookTo(id)])).toEqual([
      ...first,
      expect.objectContaining({ reason: "endpoint_rate" }),
    ]);
  });

  it("judges a body that is sent as a stream once", async () => {
    const { id, hub } = await newInbox();
    const head = webhookTo(id);
    const send = (version?: number) => {
      const { readable, writable } = new IdentityTransformStream();
      const writer = writable.getWriter();
      void writer.write(new Uint8Array(1_000)).then(
        () => writer.close(),
        () => {},
      );
      return hub.captureLarge(head, 1_000, readable, version);
    };
    await captureTogether(id, webhooksTo(id, BURST - 1));
    const results = [await send(VERSION), await send(VERSION), await send()];
    expect(results).toMatchObject([
      { reason: "daily_limit", resetAt: nextUtcDay(Date.now()) },
      { reason: "endpoint_rate" },
      { reason: "daily_limit", resetAt: Date.now() + 1_000 },
    ]);
  });

  it("is said to version 1 as a daily limit that ends within a second", async () => {
    const { id, hub } = await newInbox();
    await captureTogether(id, webhooksTo(id, BURST));
    const { heads, bodies } = packRequestsV1([webhookTo(id)]);
    expect(unpackReplyV1(await hub.capture(heads, bodies)).results).toEqual([
      { ok: false, reason: "daily_limit", limit: RATE, resetAt: Date.now() + 1_000 },
    ]);
  });
});
