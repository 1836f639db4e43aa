import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Env } from "../../../src/worker/env.ts";
import worker from "../../../src/worker/index.ts";
import { MINUTE_MS } from "../../../src/protocol/time-units.ts";
import { askForCode, Browser, freshEmail, freshIp, signedInBrowser } from "../support/browser.ts";
import {
  decide,
  isPending,
  newDevice,
  poll,
  pollToken,
  refusal,
  typeCode,
  USER_AGENT,
} from "../support/device.ts";
import { freshGithubId, GITHUB_CODE, standInForGithub } from "../support/fake-github.ts";
import { callAs, json, newAccount, newKey, ORIGIN } from "../support/world.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function pathOf(url: string): string {
  return url.slice(ORIGIN.length);
}

function locationOf(response: Response): string {
  return response.headers.get("location") ?? "";
}

describe("the device sign-in pages", () => {
  it("lead from the device's URL through a mailed code to a token", async () => {
    const email = freshEmail();
    const browser = new Browser();
    const device = await newDevice();
    const carried = `name="device" value="${device.user_code}"`;
    const sentTo = locationOf(await browser.get(pathOf(device.verification_uri_complete)));
    expect(sentTo).toBe(`/sign-in?device=${device.user_code}`);
    expect(await (await browser.get(sentTo)).text()).toContain(carried);
    const asked = await browser.postForm("/sign-in", { email, device: device.user_code });
    expect(await asked.text()).toContain(carried);
    const code = await askForCode(browser, email);
    const fields = { email, code, device: device.user_code };
    const entered = await browser.postForm("/sign-in/code", fields);
    expect(entered.status).toBe(303);
    expect(locationOf(entered)).toBe(pathOf(device.verification_uri_complete));
    const form = await (await browser.get(locationOf(entered))).text();
    expect(form).toContain(`value="${device.user_code}"`);
    const consent = await (await typeCode(browser, device.user_code)).text();
    expect(consent).toContain(`name="user_code" value="${device.user_code}"`);
    expect(await (await decide(browser, device.user_code)).text()).toContain("Device allowed");
    const token = await pollToken(device);
    expect(await json(await callAs(token, "GET", "/auth/me"))).toMatchObject({ email });
  });

  it("lead through GitHub as well, and keep the code", async () => {
    const email = freshEmail();
    standInForGithub({ id: freshGithubId(), emails: [{ email, primary: true, verified: true }] });
    const browser = new Browser();
    const device = await newDevice();
    const page = await (await browser.get(`/sign-in?device=${device.user_code}`)).text();
    expect(page).toContain(`href="/auth/github?device=${device.user_code}"`);
    const left = await browser.get(`/auth/github?device=${device.user_code}`);
    const state = new URL(locationOf(left)).searchParams.get("state") ?? "";
    const query = new URLSearchParams({ code: GITHUB_CODE, state });
    const form = await (await browser.get(`/auth/github/callback?${query}`)).text();
    expect(form).toContain('action="/device"');
    expect(form).toContain(`value="${device.user_code}"`);
    await decide(browser, device.user_code);
    expect(await json(await callAs(await pollToken(device), "GET", "/auth/me"))).toMatchObject({
      email,
    });
  });

  it("can start without a code, at the short URL", async () => {
    const browser = new Browser();
    expect(locationOf(await browser.get("/device"))).toBe("/sign-in?device=enter");
    const email = freshEmail();
    const code = await askForCode(browser, email);
    const entered = await browser.postForm("/sign-in/code", { email, code, device: "enter" });
    expect(locationOf(entered)).toBe("/device");
    const form = await (await browser.get("/device")).text();
    expect(form).toContain('name="user_code"');
    expect(await (await browser.get("/sign-in?device=enter")).text()).toContain('action="/device"');
  });

  it("redirect localhost to the loopback URL that the server is configured with", async () => {
    const deployment: Env = { ...env, PUBLIC_URL: "http://127.0.0.1:8787" };
    const request = new Request("http://localhost:8787/device?user_code=BCDF-GHJK", {
      redirect: "manual",
    });
    const response = await worker.fetch(request, deployment, createExecutionContext());
    expect(locationOf(response)).toBe("http://127.0.0.1:8787/device?user_code=BCDF-GHJK");
  });

  it("keep the code if the session ends on the way", async () => {
    const { user_code } = await newDevice();
    for (const response of [
      await typeCode(new Browser(), user_code.toLowerCase()),
      await decide(new Browser(), user_code),
    ]) {
      expect(response.status).toBe(303);
      expect(locationOf(response)).toBe(`/sign-in?device=${user_code}`);
    }
  });

  // A sign-in page that redirects wherever its link says helps phishers (RFC 9700 section 4.11).
  it.each([
    "https://elsewhere.test/",
    "//elsewhere.test",
    "/\\elsewhere.test",
    "javascript:alert(1)",
    "BCDF-GHJK&x=//elsewhere.test",
    "BCDF-GHJK\r\nlocation: //elsewhere.test",
    '"><script>alert(1)</script>',
  ])("redirect nowhere else: %j", async (device) => {
    const browser = new Browser();
    const visited = await browser.get(`/device?user_code=${encodeURIComponent(device)}`);
    expect(locationOf(visited)).toBe("/sign-in?device=enter");
    const page = await (await browser.get(`/sign-in?device=${encodeURIComponent(device)}`)).text();
    expect(page).not.toMatch(/elsewhere|alert/);
    const email = freshEmail();
    const code = await askForCode(browser, email);
    const entered = await browser.postForm("/sign-in/code", { email, code, device });
    expect(locationOf(entered)).toBe("/device");
    standInForGithub({ id: freshGithubId(), emails: [] });
    const left = await browser.get(`/auth/github?device=${encodeURIComponent(device)}`);
    expect(new URL(locationOf(left)).host).toBe("github.com");
    expect(browser.cookieHeader).not.toMatch(/elsewhere|alert/);
  });
});

describe("the consent page", () => {
  it("names the account, and the device by its code, network, program and time", async () => {
    const start = Date.now();
    vi.setSystemTime(start);
    const device = await newDevice("2001:db8:77:1234:5::9");
    vi.setSystemTime(start + 3 * MINUTE_MS);
    const email = freshEmail();
    const browser = await signedInBrowser(email);
    const page = await (await typeCode(browser, device.user_code)).text();
    expect(page).toContain(email);
    expect(page).toContain(`<dd>${device.user_code}</dd>`);
    expect(page).toContain("2001:db8:77:1234::/64");
    expect(page).toContain("different from yours");
    expect(page).toContain(USER_AGENT);
    const asked = new Date(start).toISOString();
    expect(page).toContain(`datetime="${asked}">${asked.slice(11, 16)} UTC, 3 min ago<`);
  });

  it("says if the device is in the browser's own network", async () => {
    const browser = await signedInBrowser();
    const { user_code } = await newDevice(browser.ip.replace(/1$/, "2"));
    const page = await (await typeCode(browser, user_code)).text();
    expect(page).toContain("same as yours");
    expect(page).not.toContain("different from yours");
  });

  it("shows a program's name as text, and truncates it", async () => {
    const attack = `</dd><script>alert(1)</script>${"x".repeat(1_000)}`;
    const headers = { "user-agent": attack, "cf-connecting-ip": freshIp() };
    const reply = await new Browser().send("/auth/device", { method: "POST", headers });
    const { user_code } = await json<{ user_code: string }>(reply);
    const page = await (await typeCode(await signedInBrowser(), user_code)).text();
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain("<script");
    expect(page).not.toContain("x".repeat(257));
  });

  it.each([
    ["in lower case", (code: string) => code.toLowerCase()],
    ["without a dash", (code: string) => code.replace("-", "")],
    ["with spaces", (code: string) => ` ${code.replace("-", " ").split("").join(" ")} `],
    ["with another dash", (code: string) => code.replace("-", "–")],
  ])("accepts a code: %s", async (_, spell) => {
    const { user_code } = await newDevice();
    const response = await typeCode(await signedInBrowser(), spell(user_code));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`value="${user_code}"`);
  });

  it.each(["", "BCDF", "BCDF-GHJ", "BCDF-GHJKL", "AEIO-UAEI", "1234-5678", "ſſſſſſſſ", "<b>"])(
    "refuses a code that can't exist: %j",
    async (code) => {
      const response = await typeCode(await signedInBrowser(), code);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('role="alert"');
    },
  );

  it("decides nothing when it is merely opened", async () => {
    const device = await newDevice();
    const browser = await signedInBrowser();
    await browser.get(pathOf(device.verification_uri_complete));
    await browser.get(`${pathOf(device.verification_uri_complete)}&decision=allow`);
    await typeCode(browser, device.user_code);
    expect(await isPending(device)).toBe(true);
  });
});

describe("a decision", () => {
  it.each(["deny", "", "<script>"])("is a refusal if it is %j", async (decision) => {
    const device = await newDevice();
    const browser = await signedInBrowser();
    const page = await (await decide(browser, device.user_code, decision)).text();
    expect(page).toContain("Device denied");
    expect(await refusal(await poll(device))).toBe("access_denied");
    expect((await decide(browser, device.user_code)).status).toBe(400);
    expect(await refusal(await poll(device))).toBe("access_denied");
  });

  it("is final, even for others who know the code", async () => {
    const device = await newDevice();
    const email = freshEmail();
    await decide(await signedInBrowser(email), device.user_code);
    const second = await signedInBrowser();
    expect((await typeCode(second, device.user_code)).status).toBe(400);
    for (const decision of ["allow", "deny"]) {
      expect((await decide(second, device.user_code, decision)).status).toBe(400);
    }
    const token = await pollToken(device);
    expect(await json(await callAs(token, "GET", "/auth/me"))).toMatchObject({ email });
  });

  it("belongs to one account if several race", async () => {
    const device = await newDevice();
    const browsers = await Promise.all([1, 2, 3, 4].map(() => signedInBrowser()));
    const replies = await Promise.all(browsers.map((one) => decide(one, device.user_code)));
    const winners = browsers.filter((_, index) => replies[index]?.status === 200);
    expect(winners).toHaveLength(1);
    const me = await callAs(await pollToken(device), "GET", "/auth/me");
    expect(await json(me)).toEqual(await json(await (winners[0] as Browser).get("/auth/me")));
  });

  it.each([null, "null", "https://elsewhere.test"])(
    "is not accepted from the origin %s",
    async (origin) => {
      const device = await newDevice();
      const browser = await signedInBrowser();
      for (const response of [
        await typeCode(browser, device.user_code, origin),
        await decide(browser, device.user_code, "allow", origin),
        await decide(browser, device.user_code, "deny", origin),
      ]) {
        expect(await json(response, 403)).toMatchObject({ code: "wrong_origin" });
      }
      expect(await isPending(device)).toBe(true);
    },
  );

  it("is accepted from a session only, not from a token or a key", async () => {
    const device = await newDevice();
    const account = await newAccount();
    const { key } = await newKey(account);
    for (const secret of [account.token, key]) {
      const headers = { authorization: `Bearer ${secret}`, origin: ORIGIN };
      const body = new URLSearchParams({ user_code: device.user_code, decision: "allow" });
      const init = { method: "POST", headers, body };
      expect((await new Browser().send("/device/decision", init)).status).toBe(303);
    }
    expect(await isPending(device)).toBe(true);
  });
});

describe("an approved device", () => {
  it("is listed by the name that it sent, and can be signed out", async () => {
    const browser = await signedInBrowser();
    const device = await newDevice();
    await decide(browser, device.user_code);
    const token = await pollToken(device);
    const reply = await browser.get("/api/account/sessions");
    const { sessions } = await json<{ sessions: { id: string; kind: string }[] }>(reply);
    const machine = sessions.find(({ kind }) => kind === "token");
    expect(machine).toMatchObject({ userAgent: USER_AGENT, isCurrent: false });
    const path = `/api/account/sessions/${machine?.id}`;
    const headers = { origin: ORIGIN };
    await json(await browser.send(path, { method: "DELETE", headers }));
    await json(await callAs(token, "GET", "/auth/me"), 401);
  });
});
