import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Env } from "../../../src/worker/env.ts";
import {
  Browser,
  callAndSettle,
  freshEmail,
  mailsTo,
  signedInBrowser,
} from "../support/browser.ts";
import { decide, newDevice, typeCode } from "../support/device.ts";
import { json, ORIGIN } from "../support/world.ts";

const CALLBACK = "http://127.0.0.1:9876/callback";
const CONSENT = `/sign-in?cli_callback=${encodeURIComponent(CALLBACK)}`;

const ATTACKS = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onfocus='alert(1)' autofocus='`,
  `</title><svg/onload=alert(1)>`,
  `"><script>alert(1)</script>@example.com`,
];

beforeEach(() => {
  // The failed sign-in at GitHub is logged.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Every page that a person can see, and how a browser opens it. */
const PAGES = [
  ["home", (browser) => browser.get("/")],
  ["sign-in", (browser) => browser.get("/sign-in")],
  ["sign-in for the command line", (browser) => browser.get(CONSENT)],
  ["code", (browser) => browser.postForm("/sign-in", { email: freshEmail() })],
  ["bad address", (browser) => browser.postForm("/sign-in", { email: "no" })],
  ["bad code", (browser) => browser.postForm("/sign-in/code", { email: "no", code: "no" })],
  ["consent", async () => (await signedInBrowser()).get(CONSENT)],
  ["device code", async () => (await signedInBrowser()).get("/device?user_code=BCDF-GHJK")],
  ["bad device code", async () => typeCode(await signedInBrowser(), "no")],
  ["device consent", async () => typeCode(await signedInBrowser(), (await newDevice()).user_code)],
  ["device decision", async () => decideOnNew(await signedInBrowser())],
  ["goodbye", (browser) => browser.get("/goodbye?pending=2")],
  ["failed at GitHub", (browser) => browser.get("/auth/github/callback")],
] as const satisfies readonly (readonly [string, (browser: Browser) => Promise<Response>])[];

async function decideOnNew(browser: Browser): Promise<Response> {
  return decide(browser, (await newDevice()).user_code);
}

describe("a page", () => {
  it.each(PAGES)("runs no script and can't be framed: %s", async (_, open) => {
    const response = await open(new Browser());
    expect(response.headers.get("content-type")).toMatch("text/html");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe-|script-src|\*(?!;|$| )/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.text()).not.toMatch(/<script|<style|style=|\son\w+=|javascript:/i);
  });

  // Under no-referrer a browser sends `Origin: null` with a form (Fetch, "append a request
  // `Origin` header"), and we would refuse our own pages.
  it.each(PAGES)("lets the browser send the origin of its forms: %s", async (_, open) => {
    const response = await open(new Browser());
    expect(response.headers.get("referrer-policy")).toBe("same-origin");
  });

  it("for signing in leads a signed-in visitor to the dashboard", async () => {
    const response = await (await signedInBrowser()).get("/sign-in");
    expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  });

  it.each(["<script>alert(1)</script>", "-1", "1e3", "99999999"])(
    "shows no number of endpoints for the invalid value %s",
    async (pending) => {
      const path = `/goodbye?pending=${encodeURIComponent(pending)}`;
      const page = await (await new Browser().get(path)).text();
      expect(page).not.toContain("could not be reached");
      expectHarmless(page);
    },
  );

  it.each([
    ["dark", ' data-theme="dark"'],
    ["light", ' data-theme="light"'],
    ['"><script>', ""],
  ])(
    "takes its theme from the dashboard's cookie, and accepts no other value: %s",
    async (theme, said) => {
      const headers = { cookie: `hooknexus_theme=${encodeURIComponent(theme)}` };
      const page = await (await callAndSettle("/sign-in", { headers })).text();
      expect(/<html lang="en"( data-theme="[^"]*")?/.exec(page)?.[1] ?? "").toBe(said);
      expectHarmless(page);
    },
  );

  // Browsers check each redirect of a form against form-action, and GitHub may redirect anywhere.
  it("leads to GitHub by a link, not by a form", async () => {
    const page = await (await new Browser().get(CONSENT)).text();
    const path = `/auth/github?cli_callback=${encodeURIComponent(CALLBACK)}`;
    expect(page).toContain(`href="${path}"`);
    expect(page).not.toContain('action="/auth/github"');
  });

  it("lets the consent form redirect to the command line", async () => {
    const response = await (await signedInBrowser()).get(CONSENT);
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("form-action 'self' http://localhost:* http://127.0.0.1:*");
  });

  it.each(ATTACKS)("shows submitted values as text: %s", async (attack) => {
    const browser = new Browser();
    const fields = { email: attack, cli_callback: attack, code: attack };
    for (const path of ["/sign-in", "/sign-in/code"]) {
      const page = await (await browser.postForm(path, fields)).text();
      expectHarmless(page);
      expect(page).not.toContain(attack);
    }
    const typed = await (await typeCode(await signedInBrowser(), attack)).text();
    expectHarmless(typed);
    expect(typed).not.toContain(attack);
    const code = { email: freshEmail(), cli_callback: attack };
    expectHarmless(await (await browser.postForm("/sign-in", code)).text());
  });

  it.each(ATTACKS)("shows them as text with real mail delivery, too: %s", async (attack) => {
    const mailing: Env = { ...env };
    delete mailing.MAILBOX;
    const body = new URLSearchParams({ email: attack, code: "no", cli_callback: attack });
    const init = { method: "POST", headers: { origin: ORIGIN }, body };
    const page = await (await callAndSettle("/sign-in/code", init, mailing)).text();
    expect(page).toContain("We sent it to");
    expectHarmless(page);
    expect(page).not.toContain(attack);
  });

  it("shows an email address with an apostrophe and an ampersand correctly", async () => {
    const email = `o'neil&x=<1>@example.com`;
    const page = await (await new Browser().postForm("/sign-in/code", { email })).text();
    expect(page).toContain("o&#39;neil&amp;x=&lt;1&gt;@example.com");
  });
});

/** Expects that no tag and no attribute of an attack is active in the page. */
function expectHarmless(page: string): void {
  expect(page).not.toMatch(/<script|<img|<svg/i);
  const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
  for (const tag of tags) {
    const withoutValues = tag.replaceAll(/"[^"]*"/g, '""');
    expect(withoutValues).not.toMatch(/\son\w+/i);
  }
}

describe("a form", () => {
  const FORMS = [
    "/sign-in",
    "/sign-in/code",
    "/sign-in/out",
    "/auth/cli",
    "/device",
    "/device/decision",
  ];

  it.each([null, "null", "https://elsewhere.test"])(
    "is not accepted from the origin %s",
    async (origin) => {
      const email = freshEmail();
      for (const path of FORMS) {
        const response = await new Browser().postForm(path, { email }, origin);
        expect(await json(response, 403)).toMatchObject({ code: "wrong_origin" });
        expect(response.headers.getSetCookie()).toEqual([]);
      }
      expect(await mailsTo(email)).toEqual([]);
    },
  );

  it.each([
    ["JSON", "application/json", '{"email":"a@example.com"}'],
    ["a broken multipart", "multipart/form-data", "email=a@example.com"],
    ["a cut multipart", "multipart/form-data; boundary=x", "--x\r\ncontent-disp"],
    ["broken escapes", "application/x-www-form-urlencoded", "email=%E0%A4%A&email=%zz&=&&"],
    ["nothing", "application/x-www-form-urlencoded", ""],
  ])("gets a client error, not a server error, if it is %s", async (_, type, body) => {
    const browser = await signedInBrowser();
    const headers = { "content-type": type, origin: ORIGIN };
    for (const path of FORMS.filter((form) => form !== "/sign-in/out")) {
      const { status } = await browser.send(path, { method: "POST", headers, body });
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
    }
  });

  it.each(FORMS.filter((form) => form !== "/sign-in/out"))(
    "is not read beyond the maximum length: %s",
    async (path) => {
      const body = `email=${"a".repeat(5_000_000)}`;
      const headers = { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN };
      const response = await new Browser().send(path, { method: "POST", headers, body });
      expect(await json(response, 413)).toMatchObject({ code: "body_too_large" });
    },
  );
});
