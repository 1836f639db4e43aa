import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { utcDay } from "../../src/worker/account/day.ts";
import { askForCode, Browser, SESSION_COOKIE, signedInBrowser } from "./support/browser.ts";
import { decide, newDevice, poll, refusal, typeCode } from "./support/device.ts";
import { tablesOf } from "./support/everything-stored.ts";
import { expectGone, expectNoTraceOf } from "./support/left-behind.ts";
import { accepted, connect, upgrade } from "./support/test-listener.ts";
import {
  clientOf,
  expectRefusals,
  newAccount,
  newEndpoint,
  newKey,
  operator,
  ORIGIN,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

const TERMS = {
  status: "active",
  billingCycle: "monthly",
  currentPeriodStart: "2026-11-01T00:00:00.000Z",
  currentPeriodEnd: "2026-12-01T00:00:00.000Z",
} as const;

/** An account with some of everything that an account can have. */
async function newInbox() {
  const account = await newAccount("team");
  const [first, second] = [await newEndpoint(account), await newEndpoint(account)];
  const key = await newKey(account, { name: "server", endpointIds: [first.id] });
  const { id: requestId } = await postWebhook(first.id, "small");
  await postWebhook(first.id, new Uint8Array(3_000_000));
  await operator.admin.changeAccount(account.id, { subscription: TERMS });
  const listeners = [
    await connect(first.id, key.key),
    await accepted(await upgrade(`/ws/${second.id}?token=${account.token}`)),
  ];
  return { account, endpointIds: [first.id, second.id], key, requestId, listeners };
}

function deleteAccount({ token, email }: TestAccount) {
  return clientOf({ token }).account.delete(email);
}

describe("a deleted account", () => {
  it("is removed with everything that was stored for it, and its sockets close", async () => {
    const { account, endpointIds, key, requestId, listeners } = await newInbox();
    const browser = await signedInBrowser(account.email);
    expect(await deleteAccount(account)).toEqual({ deleted: true });
    for (const listener of listeners) {
      expect(await listener.closeCode()).toBe(CLOSE.ENDPOINT_GONE);
    }
    for (const id of endpointIds) await expectGone(id);
    await expectNoTraceOf(account.id, account.email, key.id, ...endpointIds);
    const refused = [account.token, key.key].map((token) => clientOf({ token }).requests);
    const asked = refused.map((requests) => requests.get(requestId));
    await expectRefusals(asked, { status: 401, code: "not_signed_in" });
    expect((await browser.get("/auth/me")).status).toBe(401);
    for (const credential of [`apikey=${key.key}`, `token=${account.token}`]) {
      expect((await upgrade(`/ws/${endpointIds[0]}?${credential}`)).status).toBe(401);
    }
    const unknown = [operator.admin.changeAccount(account.id, { plan: "pro" })];
    await expectRefusals(unknown, { status: 404, code: "account_not_found" });
  });

  it("has no allowance left for any hub", async () => {
    const { account, endpointIds } = await newInbox();
    await deleteAccount(account);
    const allowance = env.ALLOWANCE.getByName(account.id);
    const [endpointId = ""] = endpointIds;
    const request = { endpointId, day: utcDay(Date.now()) + 1, wanted: 1, limit: null };
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(allowance);
      expect(await allowance.lease(request)).toMatchObject({ granted: 0 });
      expect(await allowance.used()).toBe(0);
      expect((await tablesOf(allowance))["holdings"]).toEqual([]);
    }
  });

  it("leaves every other account unchanged", async () => {
    const [inbox, other] = [await newInbox(), await newInbox()];
    await deleteAccount(inbox.account);
    const { endpoints, keys, account, requests } = clientOf(other.account);
    expect((await endpoints.list()).total).toBe(2);
    expect((await keys.list()).keys).toHaveLength(1);
    expect(await account.subscription()).toMatchObject(TERMS);
    expect(await requests.get(other.requestId)).toMatchObject({ body: "small" });
    await postWebhook(other.endpointIds[0] ?? "", "live");
    const [listener] = other.listeners;
    expect((await listener?.take(2))?.[1]).toMatchObject({ payload: { body: "live" } });
    for (const one of other.listeners) one.close();
  });

  it("signs in no device that it had approved, and its mailed codes stop working", async () => {
    const account = await newAccount();
    const browser = await signedInBrowser(account.email);
    const [allowed, waiting] = [await newDevice(), await newDevice()];
    await decide(browser, allowed.user_code);
    await typeCode(browser, "BBBB-BBBB");
    const asking = new Browser();
    const code = await askForCode(asking, account.email);
    await deleteAccount(account);
    expect(await refusal(await poll(allowed))).toBe("access_denied");
    expect(await refusal(await poll(waiting))).toBe("authorization_pending");
    const entered = { email: account.email, code };
    expect((await asking.postJson("/auth/email/verify", entered)).status).toBe(401);
    await expectNoTraceOf(account.id, account.email);
  });

  it("still counts towards its network's limit of codes", async () => {
    const ip = "2001:db8:dead:beef::1";
    const count = () =>
      env.DB.prepare("SELECT count(*) AS n FROM sign_in_codes WHERE network = ?")
        .bind("2001:db8:dead:beef")
        .first("n");
    const account = await newAccount();
    await askForCode(new Browser(ip), account.email);
    await deleteAccount(account);
    expect(await count()).toBe(1);
  });

  it("can be created again with the same email address, and then has nothing", async () => {
    const { account } = await newInbox();
    await deleteAccount(account);
    const again = await operator.admin.provideAccount({ email: account.email, plan: "pro" });
    expect(again.id).not.toBe(account.id);
    expect((await clientOf(again).endpoints.list()).total).toBe(0);
    const ended = [clientOf(account).account.me()];
    await expectRefusals(ended, { status: 401 });
  });
});

describe("deleting an account", () => {
  it("requires the account's own email address, in any letter case", async () => {
    const account = await newAccount();
    const { account: own } = clientOf(account);
    const other = await newAccount();
    const wrong = [own.delete("someone@example.com"), own.delete(other.email)];
    await expectRefusals(wrong, {
      status: 400,
      code: "invalid_field",
      message: "email: must be the email address of this account, to confirm the deletion.",
    });
    expect(await own.me()).toMatchObject({ id: account.id });
    expect(await own.delete(account.email.toUpperCase())).toEqual({ deleted: true });
  });

  it("is not allowed with a key", async () => {
    const account = await newAccount("pro");
    const { key } = await newKey(account);
    const asked = [clientOf({ token: key }).account.delete(account.email)];
    await expectRefusals(asked, { status: 403, code: "key_not_allowed" });
    await expectRefusals([clientOf().account.delete(account.email)], { status: 401 });
  });

  it("is allowed with a session only from our own origin, and clears its cookie", async () => {
    const { email } = await newAccount();
    const browser = await signedInBrowser(email);
    const body = JSON.stringify({ email });
    const send = (origin: string) =>
      browser.send("/api/account", { method: "DELETE", headers: { origin }, body });
    expect((await send("https://elsewhere.test")).status).toBe(403);
    expect((await browser.get("/auth/me")).status).toBe(200);
    expect((await send(ORIGIN)).status).toBe(200);
    expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
  });

  it("succeeds once if several calls race", async () => {
    const { account, endpointIds } = await newInbox();
    const calls = [deleteAccount(account), deleteAccount(account), deleteAccount(account)];
    const settled = await Promise.allSettled(calls);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of settled) {
      if (one.status === "rejected") expect(one.reason).toMatchObject({ status: 401 });
    }
    for (const id of endpointIds) await expectGone(id);
  });
});
