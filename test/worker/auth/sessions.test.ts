import { afterEach, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { DAY_MS } from "../../../src/protocol/time-units.ts";
import { Browser, freshEmail, SESSION_COOKIE, signedInBrowser } from "../support/browser.ts";
import { accepted, connect, upgrade, type TestListener } from "../support/test-listener.ts";
import {
  call,
  callAs,
  json,
  newAccount,
  newEndpoint,
  newKey,
  ORIGIN,
  postWebhook,
  type TestAccount,
} from "../support/world.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** An account with a signed-in browser, an endpoint and a key. */
async function newSignedIn() {
  const account = await newAccount();
  const [browser, endpoint, key] = await Promise.all([
    signedInBrowser(account.email),
    newEndpoint(account),
    newKey(account),
  ]);
  return { account, browser, endpoint, key };
}

/** Calls with the browser's cookies and this origin; null sends none. */
function callFrom(browser: Browser, method: string, path: string, origin: string | null) {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (origin !== null) headers["origin"] = origin;
  const isSafe = method === "GET" || method === "DELETE";
  return browser.send(path, { method, headers, body: isSafe ? null : "{}" });
}

/** Logs out as the published client does: with a JSON content type and no body. */
function logOut(token: string): Promise<Response> {
  return callAs(token, "POST", "/auth/logout");
}

function sessionOf(browser: Browser): string {
  const secret = browser.cookies.get(SESSION_COOKIE);
  if (secret === undefined) throw new Error("This browser is not signed in.");
  return secret;
}

function listenAsBrowser(browser: Browser, endpointId: string, origin: string | null = ORIGIN) {
  const headers: Record<string, string> = { cookie: browser.cookieHeader };
  if (origin !== null) headers["origin"] = origin;
  return upgrade(`/ws/${endpointId}`, headers);
}

async function listenWithToken({ token }: TestAccount, endpointId: string): Promise<TestListener> {
  const headers = { authorization: `Bearer ${token}` };
  return accepted(await upgrade(`/ws/${endpointId}?token=${token}&client=cli`, headers));
}

async function everythingOf({ token }: TestAccount) {
  const paths = ["/api/endpoints", "/api/keys", "/auth/me"];
  return Promise.all(paths.map(async (path) => json(await callAs(token, "GET", path))));
}

describe("a session", () => {
  it("may read without an origin", async () => {
    const { browser, endpoint, account } = await newSignedIn();
    const { id } = await postWebhook(endpoint.id);
    for (const path of [
      "/auth/me",
      "/api/keys",
      "/api/account/usage",
      "/api/endpoints",
      `/api/endpoints/${endpoint.id}`,
      `/api/endpoints/${endpoint.id}/requests`,
      `/api/requests/${id}`,
    ]) {
      await json(await callFrom(browser, "GET", path, null));
    }
    const me = await json(await callFrom(browser, "GET", "/auth/me", "https://elsewhere.test"));
    expect(me).toMatchObject({ id: account.id });
  });

  it("may change things from our own origin", async () => {
    const { browser, endpoint, key } = await newSignedIn();
    await json(await callFrom(browser, "POST", "/api/endpoints", ORIGIN), 201);
    await json(await callFrom(browser, "PATCH", `/api/endpoints/${endpoint.id}`, ORIGIN));
    await json(await callFrom(browser, "DELETE", `/api/endpoints/${endpoint.id}`, ORIGIN));
    await json(await callFrom(browser, "DELETE", `/api/keys/${key.id}`, ORIGIN));
    await json(await callFrom(browser, "POST", "/auth/logout", ORIGIN));
  });

  it.each([
    null,
    "null",
    "https://elsewhere.test",
    "http://hooks.test",
    "https://hooks.test:8443",
    "https://hooks.test.elsewhere.test",
    "https://HOOKS.test",
  ])("changes nothing from the origin %s", async (origin) => {
    const { browser, endpoint, key, account } = await newSignedIn();
    const before = await everythingOf(account);
    for (const [method, path] of [
      ["POST", "/api/endpoints"],
      ["PATCH", `/api/endpoints/${endpoint.id}`],
      ["DELETE", `/api/endpoints/${endpoint.id}`],
      ["POST", "/api/keys"],
      ["PATCH", `/api/keys/${key.id}`],
      ["DELETE", `/api/keys/${key.id}`],
      ["POST", "/auth/logout"],
      ["POST", "/sign-in/out"],
    ] as const) {
      const refusal = await json(await callFrom(browser, method, path, origin), 403);
      expect(refusal).toMatchObject({ code: "wrong_origin" });
    }
    expect(await everythingOf(account)).toEqual(before);
    expect((await browser.get("/auth/me")).status).toBe(200);
  });

  it("is checked before its origin: a bad cookie gets 401", async () => {
    const stranger = new Browser();
    stranger.cookies.set(SESSION_COOKIE, "hns_invented");
    await json(await callFrom(stranger, "POST", "/api/endpoints", null), 401);
  });

  it("may listen only from our own origin", async () => {
    const { browser, endpoint } = await newSignedIn();
    for (const origin of [null, "null", "https://elsewhere.test"]) {
      const refusal = await json(await listenAsBrowser(browser, endpoint.id, origin), 403);
      expect(refusal).toMatchObject({ code: "wrong_origin" });
    }
    const listener = await accepted(await listenAsBrowser(browser, endpoint.id));
    await postWebhook(endpoint.id);
    expect((await listener.take(2))[1]).toMatchObject({ type: "new_request" });
    listener.close();
  });

  it("ends after thirty days", async () => {
    const start = Date.now();
    vi.setSystemTime(start);
    const browser = await signedInBrowser();
    vi.setSystemTime(start + 30 * DAY_MS - 1);
    expect((await browser.get("/auth/me")).status).toBe(200);
    vi.setSystemTime(start + 30 * DAY_MS);
    expect((await browser.get("/auth/me")).status).toBe(401);
  });

  it("is refused as a Bearer token", async () => {
    const { browser, endpoint } = await newSignedIn();
    const secret = sessionOf(browser);
    await json(await callAs(secret, "GET", "/auth/me"), 401);
    await json(await callAs(secret, "POST", "/api/endpoints", {}), 401);
    expect((await upgrade(`/ws/${endpoint.id}?token=${secret}`)).status).toBe(401);
    expect((await upgrade(`/ws/${endpoint.id}?apikey=${secret}`)).status).toBe(401);
  });
});

describe("a token or a key", () => {
  it("is refused in the cookie", async () => {
    const { account, key, endpoint } = await newSignedIn();
    for (const secret of [account.token, key.key]) {
      const browser = new Browser();
      browser.cookies.set(SESSION_COOKIE, secret);
      await json(await browser.get("/auth/me"), 401);
      await json(await browser.postJson("/api/endpoints", {}), 401);
      expect((await listenAsBrowser(browser, endpoint.id)).status).toBe(401);
    }
  });

  it("needs no origin", async () => {
    const { account } = await newSignedIn();
    const headers = {
      authorization: `Bearer ${account.token}`,
      origin: "https://elsewhere.test",
    };
    await json(await call("/api/endpoints", { method: "POST", headers }), 201);
  });

  it("takes precedence over the cookie, even if it is bad", async () => {
    const { browser, account } = await newSignedIn();
    const other = await newAccount();
    const send = (authorization: string) =>
      browser.send("/auth/me", { headers: { authorization } });
    expect(await json(await send(`Bearer ${other.token}`))).toMatchObject({ id: other.id });
    expect(await json(await send(`bearer ${account.token}`))).toMatchObject({ id: account.id });
    for (const bad of ["", "Bearer", "Basic aGk6aGk=", `Bearer ${account.token} x`]) {
      expect((await send(bad)).status).toBe(401);
    }
  });
});

describe("logging out", () => {
  it("ends a token and closes its sockets, and not those of other credentials", async () => {
    const { account, browser, endpoint, key } = await newSignedIn();
    const second = await newEndpoint(account);
    const own = await Promise.all([
      listenWithToken(account, endpoint.id),
      listenWithToken(account, second.id),
    ]);
    const byKey = await connect(endpoint.id, key.key);
    const bySession = await accepted(await listenAsBrowser(browser, endpoint.id));
    const response = await logOut(account.token);
    expect(response.ok).toBe(true);
    for (const listener of own) {
      expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    }
    await json(await callAs(account.token, "GET", "/auth/me"), 401);
    await json(await logOut(account.token), 401);
    expect((await upgrade(`/ws/${endpoint.id}?token=${account.token}`)).status).toBe(401);
    await postWebhook(endpoint.id);
    for (const listener of [byKey, bySession]) {
      expect((await listener.take(2))[1]).toMatchObject({ type: "new_request" });
      listener.close();
    }
  });

  it("ends a session, clears its cookie and closes its sockets", async () => {
    const { account, browser, endpoint } = await newSignedIn();
    const stolen = new Browser();
    stolen.cookies.set(SESSION_COOKIE, sessionOf(browser));
    const listener = await accepted(await listenAsBrowser(browser, endpoint.id));
    const headers = { "content-type": "application/json", origin: ORIGIN };
    const response = await browser.send("/auth/logout", { method: "POST", headers });
    expect(response.ok).toBe(true);
    expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    await json(await stolen.get("/auth/me"), 401);
    expect((await listenAsBrowser(stolen, endpoint.id)).status).toBe(401);
    await json(await callAs(account.token, "GET", "/auth/me"));
  });

  it("works with the page's form too", async () => {
    const browser = await signedInBrowser();
    const stolen = new Browser();
    stolen.cookies.set(SESSION_COOKIE, sessionOf(browser));
    const response = await browser.postForm("/sign-in/out", {});
    expect([response.status, response.headers.get("location")]).toEqual([303, "/sign-in"]);
    expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
    expect((await stolen.get("/auth/me")).status).toBe(401);
  });

  // A strict cookie is not sent from another site, but the reply's Set-Cookie would take effect.
  it("can't be caused by another site's form, which is sent without the cookie", async () => {
    const response = await new Browser().postForm("/sign-in/out", {}, "https://elsewhere.test");
    expect(await json(response, 403)).toMatchObject({ code: "wrong_origin" });
    expect(response.headers.getSetCookie()).toEqual([]);
    const loggedOut = await new Browser().postForm("/auth/logout", {}, "https://elsewhere.test");
    expect([loggedOut.status, loggedOut.headers.getSetCookie()]).toEqual([401, []]);
  });

  it("is not for API keys, which their account revokes", async () => {
    const { key } = await newSignedIn();
    expect(await json(await logOut(key.key), 403)).toMatchObject({ code: "key_not_allowed" });
    await callAs(key.key, "POST", "/sign-in/out");
    await json(await callAs(key.key, "GET", "/api/endpoints"));
  });
});

describe("/auth/me", () => {
  it("is flat and in camelCase", async () => {
    const email = freshEmail();
    const browser = await signedInBrowser(email);
    const me = await json<Record<string, unknown>>(await browser.get("/auth/me"));
    expect(me).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email,
      name: null,
      avatarUrl: null,
      plan: "free",
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it("is not for API keys", async () => {
    const { key } = await newSignedIn();
    await json(await callAs(key.key, "GET", "/auth/me"), 403);
  });

  it("is not cached", async () => {
    const { token } = await newAccount();
    const response = await callAs(token, "GET", "/auth/me");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});
