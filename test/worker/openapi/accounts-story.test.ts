import { afterEach, describe, expect, it, vi } from "vitest";
import type { CreatedKey } from "../../../src/protocol/api-key.ts";
import type { Session } from "../../../src/protocol/session.ts";
import { HOUR_MS } from "../../../src/protocol/time-units.ts";
import { askForCode, Browser, callAndSettle, freshEmail } from "../support/browser.ts";
import {
  checkedCall,
  checkedCallAs,
  codeOf,
  expectAllSeen,
  expectDescribed,
  STORIES,
} from "../support/described.ts";
import { decide, newDevice, poll, typeCode } from "../support/device.ts";
import { callUnreachable } from "../support/deployment.ts";
import { accepted, connect, upgrade } from "../support/test-listener.ts";
import {
  ADMIN_TOKEN,
  call,
  newAccount,
  newEndpoint,
  newKey,
  type TestAccount,
} from "../support/world.ts";

/*
 * Calls every operation of some resources. Each reply is checked against the document, and in the
 * end, every reply that the document describes must have been seen.
 */

const TERMS = {
  status: "active",
  billingCycle: "monthly",
  currentPeriodStart: "2026-11-01T00:00:00.000Z",
  currentPeriodEnd: "2026-12-01T00:00:00.000Z",
};

afterEach(() => void vi.useRealTimers());

/** A browser that has signed in. Each of its replies is checked. */
async function signIn(email = freshEmail()): Promise<Browser> {
  const browser = new Browser();
  const code = await askForCode(browser, email);
  const post = (path: string, body: unknown) => browser.postJson(path, body);
  await expectDescribed("POST", "/auth/email", await post("/auth/email", { email: freshEmail() }));
  const codeAgain = await askForCode(browser, email);
  const wrong = { email, code: code === codeAgain ? "000000" : code };
  const path = "/auth/email/verify";
  const refused = expectDescribed("POST", path, await post(path, wrong));
  expect(await codeOf(refused)).toBe("invalid_code");
  const right = { email, code: codeAgain, token: true };
  await expectDescribed("POST", path, await post(path, right));
  return browser;
}

describe("the document describes the replies of", () => {
  it("the routes of the server and the operator", async () => {
    await checkedCall("GET", "/api/health");
    await checkedCallAs(ADMIN_TOKEN, "GET", "/api/health");
    await checkedCallAs(ADMIN_TOKEN, "POST", "/api/admin/resync", {});
    const first = await call("/openapi.json");
    await expectDescribed("GET", "/openapi.json", first.clone() as Response);
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    await checkedCall("GET", "/openapi.json", { headers });
    const body = { email: freshEmail(), plan: "plus" };
    const path = "/api/admin/accounts";
    const { id } = await checkedCallAs<TestAccount>(ADMIN_TOKEN, "POST", path, body);
    await checkedCallAs(ADMIN_TOKEN, "PATCH", `${path}/${id}`, {
      plan: "pro",
      subscription: TERMS,
    });
    const none = checkedCallAs(ADMIN_TOKEN, "PATCH", `${path}/${crypto.randomUUID()}`, {
      plan: "pro",
    });
    expect(await codeOf(none)).toBe("account_not_found");
  });

  it("the routes of keys", async () => {
    const account = await newAccount("plus");
    const { token } = account;
    const { id: endpointId } = await newEndpoint(account);
    const path = "/api/keys";
    const body = { name: "server", endpointIds: [endpointId], expiresAt: "2099-01-01T00:00:00Z" };
    const { id } = await checkedCallAs<CreatedKey>(token, "POST", path, body);
    expect(await codeOf(checkedCallAs(token, "POST", path, {}))).toBe("key_limit");
    await checkedCallAs(token, "GET", path);
    await checkedCallAs(token, "PATCH", `${path}/${id}`, { name: "other" });
    const rotate = () => checkedCallAs<CreatedKey>(token, "POST", `${path}/${id}/rotate`, OVERLAP);
    const { id: newId } = await rotate();
    expect(await codeOf(rotate())).toBe("key_rotated");
    await checkedCallAs(token, "DELETE", `${path}/${newId}`);
    const [gone, name] = [`${path}/${newId}`, { name: "x" }];
    expect(await codeOf(checkedCallAs(token, "PATCH", gone, name))).toBe("key_not_found");
    expect(await codeOf(checkedCallAs(token, "POST", `${gone}/rotate`))).toBe("key_not_found");
    expect(await codeOf(checkedCallAs(token, "DELETE", gone))).toBe("key_not_found");
  });

  const OVERLAP = { overlapSeconds: 60 };

  it("the routes of sessions, plans and signatures", async () => {
    const { email, token, id } = await newAccount("team");
    await signIn(email);
    await checkedCallAs(token, "GET", "/auth/me");
    await checkedCallAs(token, "GET", "/api/account/usage");
    await checkedCallAs(token, "GET", "/api/account/export");
    await checkedCallAs(token, "GET", "/api/endpoints");
    const subscription = () => checkedCallAs(token, "GET", "/billing/subscription");
    expect(await codeOf(subscription())).toBe("subscription_not_found");
    await checkedCallAs(ADMIN_TOKEN, "PATCH", `/api/admin/accounts/${id}`, { subscription: TERMS });
    await subscription();
    const path = "/api/account/sessions";
    const { sessions } = await checkedCallAs<{ sessions: Session[] }>(token, "GET", path);
    const other = sessions.find(({ isCurrent }) => !isCurrent);
    await checkedCallAs(token, "DELETE", `${path}/${other?.id}`);
    const gone = checkedCallAs(token, "DELETE", `${path}/${other?.id}`);
    expect(await codeOf(gone)).toBe("session_not_found");
    for (const provider of ["github", "stripe", "shopify", "slack", "standard-webhooks"]) {
      const delivery = { provider, payload: "x", signature: "x", secret: "x", timestamp: 1 };
      await checkedCall("POST", "/api/verify-signature", { body: JSON.stringify(delivery) });
    }
    await checkedCallAs(token, "POST", "/auth/logout");
  });

  it("the deletion of an account", async () => {
    const { email, token } = await newAccount("plus");
    await checkedCallAs(token, "DELETE", "/api/account", { email });
  });

  it("the sign-in of a device", async () => {
    const path = "/auth/device";
    const device = await checkedCall<Awaited<ReturnType<typeof newDevice>>>("POST", path);
    const token = async () => expectDescribed("POST", `${path}/token`, await poll(device));
    expect(await codeOf(token())).toBe("authorization_pending");
    expect(await codeOf(token())).toBe("slow_down");
    const unread = checkedCall("POST", path, { body: '{"client_id":5}' });
    expect(await codeOf(unread)).toBe("invalid_request");
    const odd = checkedCall("POST", `${path}/token`, { body: '{"grant_type":"password"}' });
    expect(await codeOf(odd)).toBe("unsupported_grant_type");
    expect(await codeOf(checkedCall("POST", `${path}/token`))).toBe("invalid_request");
    const browser = await signIn();
    await decideOn(browser, device, "allow");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    await token();
    expect(await codeOf(token())).toBe("invalid_grant");
    await expectNoToken(browser);
  });

  async function expectNoToken(browser: Browser) {
    const token = async (device: { device_code: string }) =>
      codeOf(expectDescribed("POST", "/auth/device/token", await poll(device)));
    const [refused, late] = [await newDevice(), await newDevice()];
    await decideOn(browser, refused, "deny");
    expect(await token(refused)).toBe("access_denied");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + HOUR_MS / 2 });
    expect(await token(late)).toBe("expired_token");
    const ip = "2001:db8:ffff:ffff::1";
    const askForCodes = () =>
      callAndSettle("/auth/device", { method: "POST", headers: { "cf-connecting-ip": ip } });
    await Promise.all(Array.from({ length: 100 }, askForCodes));
    expect(await codeOf(expectDescribed("POST", "/auth/device", await askForCodes()))).toBe(
      "slow_down",
    );
  }

  async function decideOn(
    browser: Browser,
    { user_code }: { user_code: string },
    decision: string,
  ) {
    await typeCode(browser, user_code);
    await decide(browser, user_code, decision);
  }
});

it("replies say how many hubs could not be reached yet", async () => {
  const log = vi.spyOn(console, "warn").mockImplementation(() => {});
  const account = await newAccount("plus");
  const { token, id } = account;
  const endpoint = await newEndpoint(account);
  const { id: keyId, key } = await newKey(account);
  await connect(endpoint.id, key);
  await accepted(await upgrade(`/ws/${endpoint.id}?token=${token}`));
  const path = "/api/account/sessions";
  const { sessions } = await checkedCallAs<{ sessions: Session[] }>(token, "GET", path);
  const authorization = `Bearer ${token}`;
  const pro = { headers: { authorization: `Bearer ${ADMIN_TOKEN}` }, body: '{"plan":"pro"}' };
  const own = { headers: { authorization } };
  for (const [method, pathname, init] of [
    ["PATCH", `/api/admin/accounts/${id}`, pro],
    ["DELETE", `/api/keys/${keyId}`, own],
    ["DELETE", `${path}/${sessions[0]?.id}`, own],
    ["DELETE", "/api/account", await deletionOfAnother()],
  ] as const) {
    expect(await checkedCall(method, pathname, init, callUnreachable)).toMatchObject({
      pending: 1,
    });
  }
  log.mockRestore();
});

/** Deletes another account, with one endpoint. */
async function deletionOfAnother() {
  const account = await newAccount("plus");
  await newEndpoint(account);
  const headers = { authorization: `Bearer ${account.token}` };
  return { headers, body: JSON.stringify({ email: account.email }) };
}

it("every reply that the document describes has been seen", () => {
  expectAllSeen(STORIES.accounts);
});
