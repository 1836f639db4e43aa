import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Env } from "../../../src/worker/env.ts";
import worker from "../../../src/worker/index.ts";
import { askForCode, Browser, freshEmail, signedInBrowser } from "../support/browser.ts";
import { callAs, json, newAccount, newKey, ORIGIN } from "../support/world.ts";

const CALLBACK = "http://127.0.0.1:9876/callback";

/** Callbacks that would send a token somewhere other than to the published client. */
const REFUSED = [
  ["https", "https://127.0.0.1:9876/callback"],
  ["another host", "http://elsewhere.test:9876/callback"],
  ["a host that begins like ours", "http://127.0.0.1.elsewhere.test:9876/callback"],
  ["a host that ends like ours", "http://elsewhere-localhost:9876/callback"],
  ["a name below localhost", "http://a.localhost:9876/callback"],
  ["another loopback address", "http://127.0.0.2:9876/callback"],
  ["IPv6", "http://[::1]:9876/callback"],
  ["every interface", "http://0.0.0.0:9876/callback"],
  ["the port below", "http://127.0.0.1:9875/callback"],
  ["the port above", "http://127.0.0.1:9887/callback"],
  ["no port", "http://127.0.0.1/callback"],
  ["another path", "http://127.0.0.1:9876/callback2"],
  ["a path below", "http://127.0.0.1:9876/callback/x"],
  ["a trailing slash", "http://127.0.0.1:9876/callback/"],
  ["no path", "http://127.0.0.1:9876"],
  ["user information", "http://user:pass@127.0.0.1:9876/callback"],
  ["our host as user information", "http://127.0.0.1:9876@elsewhere.test/callback"],
  ["our host before a backslash", "http://127.0.0.1:9876\\@elsewhere.test/callback"],
  ["a query", "http://127.0.0.1:9876/callback?next=x"],
  ["an empty query", "http://127.0.0.1:9876/callback?"],
  ["a fragment", "http://127.0.0.1:9876/callback#x"],
  ["an empty fragment", "http://127.0.0.1:9876/callback#"],
  ["a script", "javascript:alert(1)//127.0.0.1:9876/callback"],
  ["no scheme", "//127.0.0.1:9876/callback"],
  ["no URL", "callback"],
  ["nothing", ""],
] as const;

function withCallback(path: string, callback: string): string {
  return `${path}?cli_callback=${encodeURIComponent(callback)}`;
}

/** Presses a button of the consent page. */
function decide(browser: Browser, decision: string, callback = CALLBACK, origin?: string | null) {
  return browser.postForm("/auth/cli", { cli_callback: callback, decision }, origin);
}

async function countTokens(email: string): Promise<number> {
  const query = env.DB.prepare(
    `SELECT count(*) AS n FROM credentials c JOIN accounts a ON a.id = c.account_id
     WHERE a.email = ? AND c.kind = 'token'`,
  );
  return (await query.bind(email).first<number>("n")) ?? 0;
}

describe("the command line's callback", () => {
  it.each([
    "http://127.0.0.1:9876/callback",
    "http://127.0.0.1:9886/callback",
    "http://localhost:9876/callback",
    "http://localhost:9886/callback",
  ])("is accepted if it is %s", async (callback) => {
    const response = await new Browser().get(withCallback("/auth/github", callback));
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get("location") ?? "");
    expect(location.host).toBe("github.com");
    expect(location.searchParams.get("state")).toMatch(/^[\w-]{30,}$/);
    const browser = await signedInBrowser();
    const allowed = await decide(browser, "allow", callback);
    expect(allowed.headers.get("location")).toMatch(`${callback}?token=hnt_`);
  });

  it.each(REFUSED)("is refused with %s", async (_, callback) => {
    const email = freshEmail();
    const browser = await signedInBrowser(email);
    for (const response of [
      await browser.get(withCallback("/auth/github", callback)),
      await browser.get(withCallback("/sign-in", callback)),
      await decide(browser, "allow", callback),
      await decide(browser, "deny", callback),
    ]) {
      expect(await json(response, 400)).toMatchObject({ code: "invalid_callback" });
      expect(response.headers.get("location")).toBeNull();
    }
    expect(await countTokens(email)).toBe(0);
  });

  it("leads to our own sign-in if GitHub is not configured", async () => {
    const withoutGithub: Env = { ...env };
    delete withoutGithub.GITHUB_CLIENT_ID;
    const request = new Request(ORIGIN + withCallback("/auth/github", CALLBACK));
    const response = await worker.fetch(request, withoutGithub, createExecutionContext());
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(withCallback("/sign-in", CALLBACK));
  });
});

describe("consent", () => {
  it("is requested on a page, and a mere visit sends no token", async () => {
    const email = freshEmail();
    const browser = await signedInBrowser(email);
    const response = await browser.get(withCallback("/sign-in", CALLBACK));
    expect([response.status, response.headers.get("location")]).toEqual([200, null]);
    const page = await response.text();
    expect(page).toContain(email);
    expect(page).toContain("127.0.0.1:9876");
    expect(page).not.toContain("hnt_");
    expect(await countTokens(email)).toBe(0);
  });

  it("sends a token that works", async () => {
    const email = freshEmail();
    const response = await decide(await signedInBrowser(email), "allow");
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get("location") ?? "");
    expect(location.href.startsWith(`${CALLBACK}?token=`)).toBe(true);
    expect([...location.searchParams.keys()]).toEqual(["token"]);
    const token = location.searchParams.get("token") ?? "";
    expect(await json(await callAs(token, "GET", "/auth/me"))).toMatchObject({ email });
  });

  it.each(["deny", "", "<script>"])("is denied by the decision %j", async (decision) => {
    const email = freshEmail();
    const response = await decide(await signedInBrowser(email), decision);
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(`${CALLBACK}?error=access_denied`);
    expect(await countTokens(email)).toBe(0);
  });

  it.each([null, "null", "https://elsewhere.test", "http://127.0.0.1:9876"])(
    "is not accepted from the origin %s",
    async (origin) => {
      const email = freshEmail();
      const response = await decide(await signedInBrowser(email), "allow", CALLBACK, origin);
      expect(await json(response, 403)).toMatchObject({ code: "wrong_origin" });
      expect(await countTokens(email)).toBe(0);
    },
  );

  it("is accepted from a session only, not from a token or a key", async () => {
    await json(await decide(new Browser(), "allow"), 401);
    const account = await newAccount();
    const { key } = await newKey(account);
    for (const secret of [account.token, key]) {
      const headers = { authorization: `Bearer ${secret}`, origin: ORIGIN };
      const body = new URLSearchParams({ cli_callback: CALLBACK, decision: "allow" });
      const response = await new Browser().send("/auth/cli", { method: "POST", headers, body });
      await json(response, 401);
    }
  });

  it("can be reached by email, with the callback kept on the way", async () => {
    const email = freshEmail();
    const browser = new Browser();
    const carried = `name="cli_callback" value="${CALLBACK}"`;
    const first = await browser.get(withCallback("/sign-in", CALLBACK));
    expect(await first.text()).toContain(carried);
    const asked = await browser.postForm("/sign-in", { email, cli_callback: CALLBACK });
    expect(await asked.text()).toContain(carried);
    const code = await askForCode(browser, email);
    const fields = { email, code, cli_callback: CALLBACK };
    const entered = await browser.postForm("/sign-in/code", fields);
    expect([entered.status, entered.headers.get("location")]).toEqual([
      303,
      withCallback("/sign-in", CALLBACK),
    ]);
    const consent = await browser.get(withCallback("/sign-in", CALLBACK));
    expect(await consent.text()).toContain(carried);
  });
});
