import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Browser, freshEmail, SESSION_COOKIE, signedInBrowser } from "../support/browser.ts";
import {
  AVATAR_URL,
  freshGithubId,
  GITHUB_CODE,
  standInForGithub,
  type FakeGithub,
} from "../support/fake-github.ts";
import { json, newAccount } from "../support/world.ts";

const CLI = "http://127.0.0.1:9876/callback";

beforeEach(() => {
  // These failed sign-ins are logged.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

function verified(email: string) {
  return { email, primary: true, verified: true };
}

function failToConnect(): never {
  throw new TypeError("<script>");
}

/** Starts a sign-in at GitHub. Resolves to the state that GitHub returns. */
async function goToGithub(browser: Browser, cliCallback?: string): Promise<string> {
  const query = cliCallback === undefined ? "" : `?cli_callback=${encodeURIComponent(cliCallback)}`;
  const response = await browser.get(`/auth/github${query}`);
  const location = new URL(response.headers.get("location") ?? "");
  return location.searchParams.get("state") ?? "";
}

function returnFromGithub(browser: Browser, state: string, code = GITHUB_CODE): Promise<Response> {
  return browser.get(`/auth/github/callback?${new URLSearchParams({ code, state })}`);
}

/** The whole flow: to GitHub, and back with its code. */
async function signInAt(github: FakeGithub, cliCallback?: string) {
  standInForGithub(github);
  const browser = new Browser();
  const response = await returnFromGithub(browser, await goToGithub(browser, cliCallback));
  return { browser, response };
}

async function me(browser: Browser): Promise<{ id: string; name: string | null }> {
  return json(await browser.get("/auth/me"));
}

/** Expects a refusal that signs nobody in. */
async function expectRefusal(browser: Browser, response: Response): Promise<void> {
  expect(response.headers.get("location")).toBe(`${CLI}?error=github_failed`);
  expect(response.status).toBe(302);
  expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
}

describe("going to GitHub", () => {
  it("requests the email addresses only, with a state that only this browser knows", async () => {
    const browser = new Browser();
    const response = await browser.get(`/auth/github?cli_callback=${encodeURIComponent(CLI)}`);
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get("location") ?? "");
    expect(location.origin + location.pathname).toBe("https://github.com/login/oauth/authorize");
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      client_id: "github-client",
      redirect_uri: "https://hooks.test/auth/github/callback",
      scope: "user:email",
      state: expect.stringMatching(/^[\w-]{30,}$/),
    });
    // The redirect back comes from another site, so a strict cookie would not be sent.
    const [cookie] = response.headers.getSetCookie();
    for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) {
      expect(cookie?.split("; ")).toContain(part);
    }
    expect(await goToGithub(new Browser())).not.toBe(location.searchParams.get("state"));
  });
});

describe("returning from GitHub", () => {
  it("creates an account with GitHub's name and picture", async () => {
    const email = freshEmail();
    const { browser, response } = await signInAt({
      id: freshGithubId(),
      emails: [verified(email.toUpperCase())],
    });
    expect(response.status).toBe(200);
    expect(await me(browser)).toMatchObject({
      email,
      name: "Octo Cat",
      avatarUrl: AVATAR_URL,
      plan: "free",
    });
    expect(browser.cookies.has("__Host-hooknexus_github")).toBe(false);
  });

  it("finds the account by GitHub's id, even if its address has changed", async () => {
    const id = freshGithubId();
    const first = await signInAt({ id, emails: [verified(freshEmail())] });
    const elsewhere = await newAccount();
    const { browser } = await signInAt({ id, emails: [verified(elsewhere.email)] });
    expect((await me(browser)).id).toBe((await me(first.browser)).id);
  });

  it("finds the account of the verified primary address, and no other", async () => {
    const [primary, secondary] = [await newAccount(), await newAccount()];
    const { browser } = await signInAt({
      id: freshGithubId(),
      emails: [{ email: secondary.email, primary: false, verified: true }, verified(primary.email)],
    });
    expect((await me(browser)).id).toBe(primary.id);
  });

  it("signs in to an account that was created by email", async () => {
    const email = freshEmail();
    const before = await signedInBrowser(email);
    const { browser } = await signInAt({ id: freshGithubId(), emails: [verified(email)] });
    expect((await me(browser)).id).toBe((await me(before)).id);
  });

  it("refuses an address that GitHub has not verified, and does not link its account", async () => {
    const victim = await newAccount();
    const id = freshGithubId();
    for (const emails of [
      [{ email: victim.email, primary: true, verified: false }],
      [{ email: victim.email, primary: false, verified: true }],
      [
        { email: victim.email, primary: true, verified: false },
        { email: freshEmail(), primary: false, verified: true },
      ],
      [],
    ]) {
      const { browser, response } = await signInAt({ id, emails }, CLI);
      await expectRefusal(browser, response);
    }
    const { browser } = await signInAt({ id, emails: [verified(freshEmail())] });
    expect((await me(browser)).id).not.toBe(victim.id);
  });

  it("refuses the state of another browser", async () => {
    standInForGithub({ id: freshGithubId(), emails: [verified(freshEmail())] });
    const attacker = new Browser();
    const stolenState = await goToGithub(attacker, CLI);
    for (const state of [stolenState, "", "undefined", `${stolenState} `]) {
      const browser = new Browser();
      await goToGithub(browser, CLI);
      await expectRefusal(browser, await returnFromGithub(browser, state));
    }
    const withoutCookie = new Browser();
    expect((await returnFromGithub(withoutCookie, stolenState)).status).toBe(401);
    expect((await returnFromGithub(withoutCookie, "")).status).toBe(401);
    expect(withoutCookie.cookies.has(SESSION_COOKIE)).toBe(false);
  });

  it("accepts a state once", async () => {
    standInForGithub({ id: freshGithubId(), emails: [verified(freshEmail())] });
    const browser = new Browser();
    const state = await goToGithub(browser);
    expect((await returnFromGithub(browser, state)).status).toBe(200);
    expect((await returnFromGithub(browser, state)).status).toBe(401);
  });

  it.each<[string, Partial<FakeGithub>]>([
    ["refuses the code", { code: "another" }],
    ["fails", { api: () => new Response("<b>down</b>", { status: 503 }) }],
    ["answers in HTML", { api: () => new Response("<b>hello</b>") }],
    ["answers with other fields", { api: () => Response.json({ id: "1<script>" }) }],
    ["can't be reached", { api: failToConnect }],
  ])("ends in one fixed error code if GitHub %s", async (_, failure) => {
    const github = { id: freshGithubId(), emails: [verified(freshEmail())], ...failure };
    const { browser, response } = await signInAt(github, CLI);
    await expectRefusal(browser, response);
  });

  it("passes on nothing of GitHub's error", async () => {
    standInForGithub({ id: freshGithubId(), emails: [verified(freshEmail())] });
    const browser = new Browser();
    const state = await goToGithub(browser, CLI);
    const query = new URLSearchParams({ state, error: "<script>", error_description: "<script>" });
    await expectRefusal(browser, await browser.get(`/auth/github/callback?${query}`));
  });

  it("shows the error on a page if no command line waits", async () => {
    const { response } = await signInAt({ id: freshGithubId(), emails: [] });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain("GitHub did not confirm who you are");
  });

  it("asks for consent before a token goes to the command line", async () => {
    const email = freshEmail();
    const github = { id: freshGithubId(), emails: [verified(email)] };
    const { browser, response } = await signInAt(github, CLI);
    expect([response.status, response.headers.get("location")]).toEqual([200, null]);
    const page = await response.text();
    expect(page).toContain(email);
    expect(page).not.toContain("hnt_");
    const fields = { cli_callback: CLI, decision: "allow" };
    const allowed = await browser.postForm("/auth/cli", fields);
    expect(allowed.headers.get("location")).toMatch(`${CLI}?token=hnt_`);
  });
});
