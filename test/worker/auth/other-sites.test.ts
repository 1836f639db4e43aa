import { describe, expect, it } from "vitest";
import {
  askForCode,
  Browser,
  BROWSER_COOKIE,
  callAndSettle,
  freshEmail,
  freshIp,
  mailsTo,
  SESSION_COOKIE,
} from "../support/browser.ts";
import { json, ORIGIN } from "../support/world.ts";

/** A sibling domain is the same site to SameSite, and sandboxed pages have an opaque origin. */
const OTHERS = [
  "https://elsewhere.test",
  "https://sibling.hooks.test",
  "http://hooks.test",
  `${ORIGIN}:8443`,
  `${ORIGIN}/`,
  `${ORIGIN}, https://elsewhere.test`,
  "null",
  "",
];

/** Posts as a page does, with or without an Origin header. */
function post(browser: Browser, path: string, body: unknown, origin: string | null) {
  const headers: Record<string, string> = origin === null ? {} : { origin };
  return browser.send(path, { method: "POST", headers, body: JSON.stringify(body) });
}

describe.each(OTHERS)("a page of the origin %j", (origin) => {
  it("can't have a code mailed, nor replace the one that its visitor waits for", async () => {
    const [browser, email] = [new Browser(), freshEmail()];
    const code = await askForCode(browser, email);
    const asked = await post(browser, "/auth/email", { email }, origin);
    expect(asked.headers.getSetCookie()).toEqual([]);
    expect(await json(asked, 403)).toMatchObject({ code: "wrong_origin", expected: ORIGIN });
    expect(await mailsTo(email)).toHaveLength(1);
    await json(await browser.postJson("/auth/email/verify", { email, code }));
  });

  it("can't sign its visitor in, nor use up the tries", async () => {
    const [browser, email] = [new Browser(), freshEmail()];
    const code = await askForCode(browser, email);
    for (let tries = 0; tries < 5; tries++) {
      const body = { email, code: tries === 0 ? code : "000000" };
      const entered = await post(browser, "/auth/email/verify", body, origin);
      expect(entered.headers.getSetCookie()).toEqual([]);
      expect(await json(entered, 403)).toMatchObject({ code: "wrong_origin" });
    }
    await json(await browser.postJson("/auth/email/verify", { email, code }));
  });
});

describe("a client that sends no origin, and so is not a browser", () => {
  it("signs in with the cookie that the code's request set", async () => {
    const [browser, email] = [new Browser(), freshEmail()];
    expect((await post(browser, "/auth/email", { email }, null)).status).toBe(202);
    expect([...browser.cookies.keys()]).toEqual([BROWSER_COOKIE]);
    const [code] = /\b\d{6}\b/.exec((await mailsTo(email))[0] ?? "") ?? [];
    await json(await post(browser, "/auth/email/verify", { email, code }, null));
    expect([...browser.cookies.keys()]).toEqual([SESSION_COOKIE]);
  });
});

describe("the sign-in of a device", () => {
  it("uses no cookie, and so checks no origin", async () => {
    const headers = { origin: "https://elsewhere.test", "cf-connecting-ip": freshIp() };
    await json(await callAndSettle("/auth/device", { method: "POST", headers }));
  });
});
