import { describe, expect, it } from "vitest";
import {
  ADMIN_TOKEN,
  callAs,
  clientOf,
  expectRefusals,
  json,
  newAccount,
  newKey,
  operator,
} from "./support/world.ts";

const TERMS = {
  status: "active",
  billingCycle: "monthly",
  currentPeriodStart: "2026-11-01T00:00:00.000Z",
  currentPeriodEnd: "2026-12-01T00:00:00.000Z",
} as const;

describe("a subscription", () => {
  it("has the operator's terms and the account's own plan", async () => {
    const { id, token } = await newAccount("plus");
    const { account } = clientOf({ token });
    const none = { status: 404, code: "subscription_not_found" };
    await expectRefusals([account.subscription()], none);
    const { admin } = operator;
    const set = await admin.changeAccount(id, { plan: "pro", subscription: TERMS });
    expect(set).toMatchObject({ plan: "pro" });
    const stored = await account.subscription();
    expect(stored).toMatchObject({ ...TERMS, userId: id, plan: "pro", cancelledAt: null });
    const cancelledAt = "2026-11-20T00:00:00.000Z";
    const end = { ...TERMS, status: "cancelled", cancelledAt } as const;
    await admin.changeAccount(id, { subscription: end });
    const cancelled = await account.subscription();
    expect(cancelled).toMatchObject({ status: "cancelled", cancelledAt, plan: "pro" });
    expect(cancelled.id).toBe(stored.id);
    await admin.changeAccount(id, { subscription: null });
    await expectRefusals([account.subscription()], none);
  });

  it("is visible to its own account only, and invalid terms are refused", async () => {
    const account = await newAccount("plus");
    await expectRefusals([clientOf().account.subscription()], { status: 401 });
    const { key } = await newKey(account);
    await expectRefusals([clientOf({ token: key }).account.subscription()], { status: 403 });
    for (const terms of [{ ...TERMS, status: "odd" }, { ...TERMS, currentPeriodEnd: "soon" }, {}]) {
      const path = `/api/admin/accounts/${account.id}`;
      const reply = await callAs(ADMIN_TOKEN, "PATCH", path, { subscription: terms });
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_field" });
    }
    const ghost = operator.admin.changeAccount(crypto.randomUUID(), { subscription: TERMS });
    await expectRefusals([ghost], { status: 404 });
  });
});
