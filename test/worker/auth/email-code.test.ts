import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../../src/protocol/time-units.ts";
import {
  askForCode,
  Browser,
  BROWSER_COOKIE,
  freshEmail,
  freshIp,
  mailsTo,
  SESSION_COOKIE,
  signedInBrowser,
} from "../support/browser.ts";
import { callAs, json, newAccount } from "../support/world.ts";

afterEach(() => {
  vi.useRealTimers();
});

function verify(browser: Browser, email: string, code: string, more: Record<string, unknown> = {}) {
  return browser.postJson("/auth/email/verify", { email, code, ...more });
}

/** A code that differs from this one. */
function otherCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, "0");
}

async function guessWrongly(browser: Browser, email: string, code: string, times: number) {
  for (let guess = 0; guess < times; guess++) {
    const refusal = await json(await verify(browser, email, otherCode(code)), 401);
    expect(refusal).toMatchObject({ code: "invalid_code" });
  }
}

async function accountIdOf(browser: Browser): Promise<string> {
  return (await json<{ id: string }>(await browser.get("/auth/me"))).id;
}

/** Everything in a reply except the secret that differs for each browser. */
async function contentOf(response: Response) {
  const headers = [...response.headers].map(([name, value]) => [
    name,
    value.replace(/browser=[^;]+/, "browser=…"),
  ]);
  return { status: response.status, headers, body: await response.text() };
}

async function askTimes(times: number, email: string, ip?: string): Promise<void> {
  for (let ask = 0; ask < times; ask++) {
    await json(await new Browser(ip).postJson("/auth/email", { email }), 202);
  }
}

describe("requesting a code", () => {
  it("gets the same reply for known, unknown and limited addresses", async () => {
    const known = await newAccount();
    const capped = freshEmail();
    await askTimes(10, capped);
    const replies = [];
    for (const email of [known.email, freshEmail(), capped]) {
      const response = await new Browser().postJson("/auth/email", { email });
      replies.push(await contentOf(response));
    }
    expect(replies[0]).toMatchObject({ status: 202, body: '{"sent":true}' });
    expect(replies[1]).toEqual(replies[0]);
    expect(replies[2]).toEqual(replies[0]);
    expect(await mailsTo(capped)).toHaveLength(10);
  });

  it("creates no account before the code is entered", async () => {
    const email = freshEmail();
    const code = await askForCode(new Browser(), email);
    expect(code).toMatch(/^\d{6}$/);
    await json(await verify(new Browser(), email, code), 401);
    const query = env.DB.prepare("SELECT count(*) AS n FROM accounts WHERE email = ?");
    expect(await query.bind(email).first("n")).toBe(0);
  });

  it("sends an address at most ten codes an hour, across networks and spellings", async () => {
    vi.setSystemTime(Date.now());
    const email = freshEmail();
    await askTimes(5, email);
    await askTimes(5, email.toUpperCase());
    expect(await mailsTo(email)).toHaveLength(10);
    await askTimes(1, ` ${email} `);
    expect(await mailsTo(email)).toHaveLength(10);
    vi.setSystemTime(Date.now() + HOUR_MS);
    await askTimes(1, email);
    expect(await mailsTo(email)).toHaveLength(11);
  });

  it("can't exceed the limit of an address by racing", async () => {
    const email = freshEmail();
    await Promise.all(Array.from({ length: 14 }, () => askTimes(1, email)));
    expect(await mailsTo(email)).toHaveLength(10);
  });

  it("lets one network use half of an address's codes, and leaves the rest to the owner", async () => {
    const email = freshEmail();
    const stranger = freshIp();
    for (let ask = 0; ask < 20; ask++) {
      // A different address in the same IPv6 network each time: they count as one.
      await askTimes(1, email, stranger.replace(/1$/, (ask + 1).toString(16)));
    }
    expect(await mailsTo(email)).toHaveLength(5);
    await askForCode(new Browser(), email);
  });

  it("sends at most thirty codes an hour for one IP, to any addresses", async () => {
    vi.setSystemTime(Date.now());
    const ip = freshIp();
    for (let ask = 0; ask < 30; ask++) await askForCode(new Browser(ip), freshEmail());
    const oneMore = freshEmail();
    await askTimes(1, oneMore, ip);
    expect(await mailsTo(oneMore)).toEqual([]);
    await askForCode(new Browser(), oneMore);
    vi.setSystemTime(Date.now() + HOUR_MS);
    await askForCode(new Browser(ip), freshEmail());
  });
});

describe("a code", () => {
  it("signs the browser in with a cookie that no script and no other site can use", async () => {
    const email = freshEmail();
    const browser = new Browser();
    const code = await askForCode(browser, email);
    const response = await verify(browser, email, code);
    const cookie = response.headers.getSetCookie().find((set) => set.startsWith(SESSION_COOKIE));
    expect(cookie?.split("; ").slice(1).toSorted()).toEqual([
      "HttpOnly",
      "Max-Age=2592000",
      "Path=/",
      "SameSite=Strict",
      "Secure",
    ]);
    expect(await json(response)).not.toHaveProperty("token");
    expect(await json(await browser.get("/auth/me"))).toMatchObject({ email, plan: "free" });
  });

  it.each([{ token: false }, {}])("yields no token if none is requested: %j", async (more) => {
    const email = freshEmail();
    const browser = new Browser();
    const code = await askForCode(browser, email);
    expect(await json(await verify(browser, email, code, more))).toEqual({ signedIn: true });
  });

  it("yields an account token if one is requested", async () => {
    const email = freshEmail();
    const browser = new Browser();
    const code = await askForCode(browser, email);
    const response = await verify(browser, email, code, { token: true });
    const { token } = await json<{ token: string }>(response);
    expect(token).toMatch(/^hnt_/);
    expect(await json(await callAs(token, "GET", "/auth/me"))).toMatchObject({ email });
  });

  it("works on the fifth try, but not later", async () => {
    const email = freshEmail();
    const patient = new Browser();
    const code = await askForCode(patient, email);
    await guessWrongly(patient, email, code, 4);
    await json(await verify(patient, email, code));
    const unlucky = new Browser();
    const next = await askForCode(unlucky, email);
    await guessWrongly(unlucky, email, next, 5);
    await json(await verify(unlucky, email, next), 401);
  });

  it("counts guesses that race", async () => {
    const email = freshEmail();
    const browser = new Browser();
    const code = await askForCode(browser, email);
    await Promise.all(Array.from({ length: 5 }, () => guessWrongly(browser, email, code, 1)));
    await json(await verify(browser, email, code), 401);
  });

  it("works once, even if two tries race", async () => {
    const email = freshEmail();
    const browser = new Browser();
    const code = await askForCode(browser, email);
    const again = new Browser();
    again.cookies.set(BROWSER_COOKIE, browser.cookies.get(BROWSER_COOKIE) ?? "");
    const both = await Promise.all([verify(browser, email, code), verify(again, email, code)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const late = new Browser();
    late.cookies.set(BROWSER_COOKIE, again.cookies.get(BROWSER_COOKIE) ?? "");
    await json(await verify(late, email, code), 401);
  });

  it("expires after ten minutes", async () => {
    const email = freshEmail();
    const start = Date.now();
    vi.setSystemTime(start);
    const [early, late] = [new Browser(), new Browser()];
    const codeInTime = await askForCode(early, email);
    const codeTooLate = await askForCode(late, email);
    vi.setSystemTime(start + 10 * MINUTE_MS - 1);
    await json(await verify(early, email, codeInTime));
    vi.setSystemTime(start + 10 * MINUTE_MS);
    await json(await verify(late, email, codeTooLate), 401);
  });

  it("is useless to another browser, which can't use up the owner's tries either", async () => {
    const email = freshEmail();
    const owner = new Browser();
    const code = await askForCode(owner, email);
    const withoutCookie = new Browser();
    const withItsOwn = new Browser();
    await askForCode(withItsOwn, email);
    const withInvented = new Browser();
    withInvented.cookies.set(BROWSER_COOKIE, crypto.randomUUID());
    for (const thief of [withoutCookie, withItsOwn, withInvented]) {
      await json(await verify(thief, email, code), 401);
      await guessWrongly(thief, email, code, 6);
    }
    await json(await verify(owner, email, code));
  });

  it("works only for the address that it was mailed to", async () => {
    const victim = await newAccount();
    const email = freshEmail();
    const browser = new Browser();
    const code = await askForCode(browser, email);
    await json(await verify(browser, victim.email, code), 401);
  });

  it("signs in to the same account however the address is spelled", async () => {
    const email = freshEmail();
    const first = await signedInBrowser(email);
    const second = await signedInBrowser(email.toUpperCase());
    expect(await accountIdOf(second)).toBe(await accountIdOf(first));
    const account = await newAccount("pro");
    const third = await signedInBrowser(account.email.toUpperCase());
    expect(await accountIdOf(third)).toBe(account.id);
  });
});
