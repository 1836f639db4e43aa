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
  // A sign-in that fails is logged, and these are meant to fail.
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

/** Leaves for GitHub; gives back the state that GitHub is to carry. */
async function leave(browser: Browser, cliCallback?: string): Promise<string> {
  const query = cliCallback === undefined ? "" : `?cli_callback=${encodeURIComponent(cliCallback)}`;
  const response = await browser.get(`/auth/github${query}`);
  const location = new URL(response.headers.get("location") ?? "");
  return location.searchParams.get("state") ?? "";
}

function comeBack(browser: Browser, state: string, code = GITHUB_CODE): Promise<Response> {
  return browser.get(`/auth/github/callback?${new URLSearchParams({ code, state })}`);
}

/** The whole way: to GitHub, and back with its code. */
async function signInAt(github: FakeGithub, cliCallback?: string) {
  standInForGithub(github);
  const browser = new Browser();
  const response = await comeBack(browser, await leave(browser, cliCallback));
  return { browser, response };
}

async function me(browser: Browser): Promise<{ id: string; name: string | null }> {
  return json(await browser.get("/auth/me"));
}

/** Refused, and nobody is signed in by it. */
async function expectRefusal(browser: Browser, response: Response): Promise<void> {
  expect(response.headers.get("location")).toBe(`${CLI}?error=github_failed`);
  expect(response.status).toBe(302);
  expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
}

describe("leaving for GitHub", () => {
  it("asks for the addresses alone, with a state that only this browser knows", async () => {
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
    // GitHub's redirect back comes from another site: a strict cookie would stay behind.
    const [cookie] = response.headers.getSetCookie();
    for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) {
      expect(cookie?.split("; ")).toContain(part);
    }
    expect(await leave(new Browser())).not.toBe(location.searchParams.get("state"));
  });
});

describe("coming back from GitHub", () => {
  it("makes an account, with the name and the picture that GitHub has", async () => {
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

  it("finds the account again by GitHub's id, whatever the address is by then", async () => {
    const id = freshGithubId();
    const first = await signInAt({ id, emails: [verified(freshEmail())] });
    const elsewhere = await newAccount();
    const { browser } = await signInAt({ id, emails: [verified(elsewhere.email)] });
    expect((await me(browser)).id).toBe((await me(first.browser)).id);
  });

  it("finds the account of the verified primary address, and of no other", async () => {
    const [primary, secondary] = [await newAccount(), await newAccount()];
    const { browser } = await signInAt({
      id: freshGithubId(),
      emails: [{ email: secondary.email, primary: false, verified: true }, verified(primary.email)],
    });
    expect((await me(browser)).id).toBe(primary.id);
  });

  it("joins those who signed up by email", async () => {
    const email = freshEmail();
    const before = await signedInBrowser(email);
    const { browser } = await signInAt({ id: freshGithubId(), emails: [verified(email)] });
    expect((await me(browser)).id).toBe((await me(before)).id);
  });

  it("refuses an address that GitHub did not verify, and does not link its account", async () => {
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

  it("refuses a state that is not this browser's", async () => {
    standInForGithub({ id: freshGithubId(), emails: [verified(freshEmail())] });
    const attacker = new Browser();
    const stolenState = await leave(attacker, CLI);
    for (const state of [stolenState, "", "undefined", `${stolenState} `]) {
      const browser = new Browser();
      await leave(browser, CLI);
      await expectRefusal(browser, await comeBack(browser, state));
    }
    const withoutCookie = new Browser();
    expect((await comeBack(withoutCookie, stolenState)).status).toBe(401);
    expect((await comeBack(withoutCookie, "")).status).toBe(401);
    expect(withoutCookie.cookies.has(SESSION_COOKIE)).toBe(false);
  });

  it("takes a state once", async () => {
    standInForGithub({ id: freshGithubId(), emails: [verified(freshEmail())] });
    const browser = new Browser();
    const state = await leave(browser);
    expect((await comeBack(browser, state)).status).toBe(200);
    expect((await comeBack(browser, state)).status).toBe(401);
  });

  it.each<[string, Partial<FakeGithub>]>([
    ["refuses the code", { code: "another" }],
    ["fails", { api: () => new Response("<b>down</b>", { status: 503 }) }],
    ["answers in HTML", { api: () => new Response("<b>hello</b>") }],
    ["answers with other fields", { api: () => Response.json({ id: "1<script>" }) }],
    ["can't be reached", { api: failToConnect }],
  ])("ends in one fixed error code where GitHub %s", async (_, failure) => {
    const github = { id: freshGithubId(), emails: [verified(freshEmail())], ...failure };
    const { browser, response } = await signInAt(github, CLI);
    await expectRefusal(browser, response);
  });

  it("passes nothing on of the error that GitHub was told to bring", async () => {
    standInForGithub({ id: freshGithubId(), emails: [verified(freshEmail())] });
    const browser = new Browser();
    const state = await leave(browser, CLI);
    const query = new URLSearchParams({ state, error: "<script>", error_description: "<script>" });
    await expectRefusal(browser, await browser.get(`/auth/github/callback?${query}`));
  });

  it("tells a person who came without the command line on a page", async () => {
    const { response } = await signInAt({ id: freshGithubId(), emails: [] });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain("GitHub did not confirm who you are");
  });

  it("asks before a token goes to the command line", async () => {
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
