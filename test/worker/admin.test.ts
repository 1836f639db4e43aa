import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import type { PlanName } from "../../src/protocol/plans.ts";
import type { Env } from "../../src/worker/env.ts";
import worker from "../../src/worker/index.ts";
import { freshEmail } from "./support/browser.ts";
import { accepted, upgrade, type TestListener } from "./support/test-listener.ts";
import {
  ADMIN_TOKEN,
  call,
  callAs,
  json,
  newAccount,
  newEndpoint,
  newKey,
  ORIGIN,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

const ACCOUNTS = "/api/admin/accounts";

function provide(email: string, plan: PlanName): Promise<Response> {
  return callAs(ADMIN_TOKEN, "POST", ACCOUNTS, { email, plan });
}

function changePlan(id: string, plan: PlanName): Promise<Response> {
  return callAs(ADMIN_TOKEN, "PATCH", `${ACCOUNTS}/${id}`, { plan });
}

async function planOf({ token }: TestAccount): Promise<string> {
  return (await json<{ plan: string }>(await callAs(token, "GET", "/auth/me"))).plan;
}

async function countAccounts(email: string): Promise<number> {
  const query = env.DB.prepare("SELECT count(*) AS n FROM accounts WHERE email = ?");
  return (await query.bind(email).first<number>("n")) ?? 0;
}

function tryToListen({ token }: TestAccount, endpointId: string): Promise<Response> {
  return upgrade(`/ws/${endpointId}?token=${token}`);
}

/** Connects one after another: the last one is the newest. */
async function listen(account: TestAccount, endpointId: string, count: number) {
  const listeners: TestListener[] = [];
  for (let n = 0; n < count; n++) {
    listeners.push(await accepted(await tryToListen(account, endpointId)));
  }
  return listeners;
}

/** Expects that these are open: they receive the next webhook. */
async function expectToReceive(listeners: TestListener[], endpointId: string): Promise<void> {
  const { id } = await postWebhook(endpointId);
  for (const listener of listeners) {
    const frames = await listener.take(2);
    expect(frames.at(-1)).toMatchObject({ type: "new_request", payload: { id } });
  }
}

describe("the operator's token", () => {
  it.each([
    ["no credential", {}],
    ["another token", { authorization: "Bearer wrong" }],
    ["a truncated token", { authorization: `Bearer ${ADMIN_TOKEN.slice(0, -1)}` }],
    ["the token with an extra character", { authorization: `Bearer ${ADMIN_TOKEN}x` }],
    ["the token without a scheme", { authorization: ADMIN_TOKEN }],
    ["the token with another scheme", { authorization: `Basic ${ADMIN_TOKEN}` }],
    [
      "the token in a cookie",
      { cookie: `__Host-hooknexus_session=${ADMIN_TOKEN}`, origin: ORIGIN },
    ],
  ])("can't be replaced by %s", async (_, credential) => {
    const account = await newAccount("free");
    const email = freshEmail();
    const headers = { "content-type": "application/json", ...credential };
    const post = { method: "POST", headers, body: JSON.stringify({ email, plan: "team" }) };
    const patch = { method: "PATCH", headers, body: JSON.stringify({ plan: "team" }) };
    expect(await json(await call(ACCOUNTS, post), 401)).toMatchObject({ code: "not_signed_in" });
    await json(await call(`${ACCOUNTS}/${account.id}`, patch), 401);
    expect(await countAccounts(email)).toBe(0);
    expect(await planOf(account)).toBe("free");
  });

  it("can't be replaced by an account's token or key", async () => {
    const account = await newAccount("plus");
    const { key } = await newKey(account);
    for (const secret of [account.token, key]) {
      const body = { email: account.email, plan: "team" };
      await json(await callAs(secret, "POST", ACCOUNTS, body), 401);
      await json(await callAs(secret, "PATCH", `${ACCOUNTS}/${account.id}`, { plan: "team" }), 401);
    }
    expect(await planOf(account)).toBe("plus");
  });

  it("works on the operator's routes only", async () => {
    await json(await callAs(ADMIN_TOKEN, "GET", "/auth/me"), 401);
    await json(await callAs(ADMIN_TOKEN, "POST", "/api/endpoints", {}), 401);
  });

  it.each([undefined, ""])("disables the operator's routes if it is %j", async (unset) => {
    const withoutToken: Env = { ...env };
    if (unset === undefined) delete withoutToken.ADMIN_TOKEN;
    else withoutToken.ADMIN_TOKEN = unset;
    for (const [method, path] of [
      ["POST", ACCOUNTS],
      ["PATCH", `${ACCOUNTS}/${crypto.randomUUID()}`],
      ["GET", ACCOUNTS],
    ] as const) {
      for (const authorization of [`Bearer ${ADMIN_TOKEN}`, "Bearer ", "Bearer undefined", ""]) {
        const request = new Request(ORIGIN + path, { method, headers: { authorization } });
        const response = await worker.fetch(request, withoutToken, createExecutionContext());
        expect(await json(response, 404)).toMatchObject({ code: "not_found" });
        expect(response.headers.get("allow")).toBeNull();
      }
    }
  });
});

describe("providing an account", () => {
  it("creates it, with a token that works", async () => {
    const email = freshEmail();
    const account = await json<TestAccount>(await provide(email, "pro"), 201);
    expect(account).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email,
      plan: "pro",
      token: expect.stringMatching(/^hnt_/),
    });
    expect(await planOf(account)).toBe("pro");
  });

  it("changes the plan of an existing account and keeps its older tokens valid", async () => {
    const email = freshEmail();
    const first = await json<TestAccount>(await provide(email, "free"), 201);
    const endpoint = await newEndpoint(first);
    const again = await json<TestAccount>(await provide(email.toUpperCase(), "pro"), 201);
    expect(again).toMatchObject({ id: first.id, email, plan: "pro" });
    expect(again.token).not.toBe(first.token);
    for (const account of [first, again]) {
      expect(await planOf(account)).toBe("pro");
      await json(await callAs(account.token, "GET", `/api/endpoints/${endpoint.id}`));
    }
  });

  it("creates one account if many calls race", async () => {
    const email = freshEmail();
    const replies = await Promise.all(Array.from({ length: 8 }, () => provide(email, "plus")));
    const accounts = await Promise.all(replies.map((reply) => json<TestAccount>(reply, 201)));
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(1);
    expect(new Set(accounts.map(({ token }) => token)).size).toBe(8);
    expect(await countAccounts(email)).toBe(1);
  });
});

describe("changing a plan", () => {
  it("takes effect immediately", async () => {
    const account = await newAccount("free");
    await json(await callAs(account.token, "POST", "/api/keys", {}), 403);
    const reply = await json(await changePlan(account.id, "plus"));
    expect(reply).toMatchObject({ id: account.id, plan: "plus" });
    expect(await planOf(account)).toBe("plus");
    await newKey(account);
  });

  it.each([crypto.randomUUID(), "no-uuid", "%00", "x".repeat(5_000)])(
    "gets a 404 for the unknown account %s",
    async (id) => {
      const refusal = await json(await changePlan(id, "plus"), 404);
      expect(refusal).toMatchObject({ error: "Account not found", code: "account_not_found" });
    },
  );

  it("closes the newest sockets beyond the lower plan's limit, at each endpoint", async () => {
    const account = await newAccount("plus");
    const [full, other] = [await newEndpoint(account), await newEndpoint(account)];
    const [oldest, second, newest] = await listen(account, full.id, 3);
    const atOther = await listen(account, other.id, 2);
    if (!oldest || !second || !newest) throw new Error("There should be three listeners.");
    const reply = await json(await changePlan(account.id, "free"));
    expect(reply).toMatchObject({ plan: "free", closedConnections: 1 });
    expect(await newest.closeCode()).toBe(CLOSE.PLAN_LIMIT_LOWERED);
    await expectToReceive([oldest, second], full.id);
    await expectToReceive(atOther, other.id);
    const refusal = await json(await tryToListen(account, full.id), 403);
    expect(refusal).toEqual({ error: "Connection limit reached", max: 2 });
    for (const listener of [oldest, second, ...atOther]) listener.close();
  });

  it("closes them too when the operator provides the account again", async () => {
    const account = await newAccount("pro");
    const endpoint = await newEndpoint(account);
    const listeners = await listen(account, endpoint.id, 5);
    await json(await provide(account.email, "free"), 201);
    const closed = listeners.slice(2).map((listener) => listener.closeCode());
    expect(new Set(await Promise.all(closed))).toEqual(new Set([CLOSE.PLAN_LIMIT_LOWERED]));
    await expectToReceive(listeners.slice(0, 2), endpoint.id);
    for (const listener of listeners.slice(0, 2)) listener.close();
  });

  it("admits more listeners after an upgrade, and closes none", async () => {
    const account = await newAccount("free");
    const endpoint = await newEndpoint(account);
    const before = await listen(account, endpoint.id, 2);
    await json(await tryToListen(account, endpoint.id), 403);
    const reply = await json(await changePlan(account.id, "plus"));
    expect(reply).toMatchObject({ closedConnections: 0 });
    const [third] = await listen(account, endpoint.id, 1);
    if (!third) throw new Error("There should be a third listener.");
    await expectToReceive([...before, third], endpoint.id);
    for (const listener of [...before, third]) listener.close();
  });

  it("disables the keys if the lower plan has none, and an upgrade enables them again", async () => {
    const account = await newAccount("plus");
    const { key } = await newKey(account);
    await changePlan(account.id, "free");
    const refusal = await json(await callAs(key, "GET", "/api/endpoints"), 403);
    expect(refusal).toMatchObject({ code: "plan_without_keys" });
    await changePlan(account.id, "plus");
    await json(await callAs(key, "GET", "/api/endpoints"));
  });
});
