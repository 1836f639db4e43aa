import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/protocol/time-units.ts";
import { purge } from "../../../src/worker/domain/purge.ts";
import { freshEmail, signedInBrowser, type Browser } from "../support/browser.ts";
import { decide, isPending, newDevice, pollToken, typeCode } from "../support/device.ts";

const MAX_WRONG = 10;

afterEach(() => {
  vi.useRealTimers();
});

/** A user code that no device has. */
function wrongCode(n: number): string {
  const digits = [...String(n).padStart(4, "0")];
  return `BBBB-${digits.map((digit) => "BCDFGHJKLM".charAt(Number(digit))).join("")}`;
}

/** Enters this many codes that no device has. */
async function guess(browser: Browser, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    expect((await typeCode(browser, wrongCode(n))).status).toBe(400);
  }
}

describe("guessing codes", () => {
  it("ends with the tenth wrong code in an hour, whatever the account tries next", async () => {
    const start = Date.now();
    vi.setSystemTime(start);
    const email = freshEmail();
    const browser = await signedInBrowser(email);
    const device = await newDevice();
    await guess(browser, MAX_WRONG - 1);
    expect((await typeCode(browser, device.user_code)).status).toBe(200);
    await guess(browser, 1);
    // The right code, another session of the account and the other form do not get around it.
    const again = await signedInBrowser(email);
    for (const response of [
      await typeCode(browser, device.user_code),
      await typeCode(browser, wrongCode(99)),
      await typeCode(again, device.user_code),
      await decide(again, device.user_code),
    ]) {
      expect(response.status).toBe(429);
      expect(await response.text()).toContain("Too many wrong codes");
    }
    expect(await isPending(device)).toBe(true);
    expect((await typeCode(await signedInBrowser(), device.user_code)).status).toBe(200);
    vi.setSystemTime(start + 59 * MINUTE_MS);
    const next = await newDevice();
    expect((await typeCode(browser, next.user_code)).status).toBe(429);
    vi.setSystemTime(start + HOUR_MS);
    await decide(browser, next.user_code);
    await pollToken(next);
    await guess(browser, MAX_WRONG);
    expect((await typeCode(browser, wrongCode(99))).status).toBe(429);
  });

  it("counts wrong codes that come with a decision, and the codes of finished devices", async () => {
    const browser = await signedInBrowser();
    const device = await newDevice();
    await decide(browser, device.user_code);
    for (let n = 0; n < MAX_WRONG - 1; n++) {
      expect((await decide(browser, wrongCode(n))).status).toBe(400);
    }
    expect((await decide(browser, device.user_code)).status).toBe(400);
    expect((await decide(browser, device.user_code)).status).toBe(429);
  });

  it("counts guesses that race", async () => {
    const browser = await signedInBrowser();
    const guesses = Array.from({ length: 25 }, (_, n) => typeCode(browser, wrongCode(n)));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 400)).toHaveLength(MAX_WRONG);
    expect(statuses.filter((status) => status === 429)).toHaveLength(25 - MAX_WRONG);
  });

  it("is forgotten when it no longer counts", async () => {
    const start = Date.now();
    vi.setSystemTime(start);
    await guess(await signedInBrowser(), 1);
    const count = () => env.DB.prepare("SELECT count(*) AS n FROM device_code_guesses").first("n");
    expect(await count()).not.toBe(0);
    // Later than any guess that another test has made.
    vi.setSystemTime(start + DAY_MS);
    await purge(env, Date.now());
    expect(await count()).toBe(0);
  });

  it("finds no expired device", async () => {
    const start = Date.now();
    vi.setSystemTime(start);
    const browser = await signedInBrowser();
    const { user_code } = await newDevice();
    vi.setSystemTime(start + 10 * MINUTE_MS - 1);
    expect((await typeCode(browser, user_code)).status).toBe(200);
    vi.setSystemTime(start + 10 * MINUTE_MS);
    expect((await typeCode(browser, user_code)).status).toBe(400);
  });
});
