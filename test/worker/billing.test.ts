import { describe, expect, it } from "vitest";
import { DEFAULT_PLANS } from "../../src/protocol/plans.ts";
import { subscription } from "../../src/protocol/subscription.ts";
import { pricingPage } from "../../src/worker/pages/pricing.ts";
import { ADMIN_TOKEN, call, callAs, json, newAccount, newKey } from "./support/world.ts";

const TERMS = {
  status: "active",
  billingCycle: "monthly",
  currentPeriodStart: "2026-11-01T00:00:00.000Z",
  currentPeriodEnd: "2026-12-01T00:00:00.000Z",
};

function patch(id: string, body: unknown): Promise<Response> {
  return callAs(ADMIN_TOKEN, "PATCH", `/api/admin/accounts/${id}`, body);
}

describe("a subscription", () => {
  it("is what the operator set, with the account's own plan", async () => {
    const { id, token } = await newAccount("plus");
    const path = "/billing/subscription";
    const none = await callAs(token, "GET", path);
    expect(await json(none, 404)).toMatchObject({ code: "subscription_not_found" });
    const set = await json(await patch(id, { plan: "pro", subscription: TERMS }));
    expect(set).toMatchObject({ plan: "pro" });
    const stored = await json(await callAs(token, "GET", path));
    expect(subscription.parse(stored)).toEqual(stored);
    expect(stored).toMatchObject({ ...TERMS, userId: id, plan: "pro", cancelledAt: null });
    const cancelledAt = "2026-11-20T00:00:00.000Z";
    await json(await patch(id, { subscription: { ...TERMS, status: "cancelled", cancelledAt } }));
    const cancelled = await json<{ id: string }>(await callAs(token, "GET", path));
    expect(cancelled).toMatchObject({ status: "cancelled", cancelledAt, plan: "pro" });
    expect(cancelled.id).toBe((stored as { id: string }).id);
    await json(await patch(id, { subscription: null }));
    expect((await callAs(token, "GET", path)).status).toBe(404);
  });

  it("is told to the account alone, and set with terms that make sense", async () => {
    const account = await newAccount("plus");
    expect((await call("/billing/subscription")).status).toBe(401);
    const { key } = await newKey(account);
    expect((await callAs(key, "GET", "/billing/subscription")).status).toBe(403);
    for (const terms of [{ ...TERMS, status: "odd" }, { ...TERMS, currentPeriodEnd: "soon" }, {}]) {
      const reply = await patch(account.id, { subscription: terms });
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_field" });
    }
    expect((await patch(crypto.randomUUID(), { subscription: TERMS })).status).toBe(404);
  });
});

describe("the pricing page", () => {
  it("shows the plans in its HTML, without a script", async () => {
    const reply = await call("/pricing");
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-security-policy")).not.toContain("unsafe");
    const text = await reply.text();
    for (const part of ["512 KiB", "365 days", "100,000", "unlimited", ">team<"]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("<script");
  });

  it("shows an operator's own numbers", async () => {
    const free = { ...DEFAULT_PLANS.free, maxListeners: 7_777, historyMs: 36 * 3_600_000 };
    const content = String(await pricingPage({ ...DEFAULT_PLANS, free }).content);
    expect(content).toContain("7,777");
    expect(content).toContain("1.5 days");
  });
});
