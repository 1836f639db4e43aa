import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DEVICE_GRANT_TYPE } from "../../../src/protocol/device.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../src/protocol/time-units.ts";
import { purge } from "../../../src/worker/domain/purge.ts";
import { freshEmail, freshIp, signedInBrowser } from "../support/browser.ts";
import {
  askForCodes,
  decide,
  FORM_TYPE,
  newDevice,
  poll,
  pollToken,
  postRaw,
  refusal,
  storedDevices,
} from "../support/device.ts";
import { callAs, json, ORIGIN } from "../support/world.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Stops the clock. Returns a function that sets it to a time after that. */
function stopClock(): (ms: number) => void {
  const start = Date.now();
  vi.setSystemTime(start);
  return (ms) => vi.setSystemTime(start + ms);
}

async function countTokens(email: string): Promise<unknown> {
  const query = env.DB.prepare(
    `SELECT count(*) AS n FROM credentials c JOIN accounts a ON a.id = c.account_id
     WHERE a.email = ? AND c.kind = 'token'`,
  );
  return query.bind(email).first("n");
}

describe("a device that requests codes", () => {
  it("gets both codes, the URL to enter the short one at, and the polling interval", async () => {
    const response = await askForCodes();
    expect(response.headers.get("cache-control")).toBe("no-store");
    const codes = await json<{ user_code: string }>(response);
    expect(codes).toEqual({
      device_code: expect.stringMatching(/^hnd_[0-9A-Za-z]{38}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${ORIGIN}/device`,
      verification_uri_complete: `${ORIGIN}/device?user_code=${codes.user_code}`,
      expires_in: 600,
      interval: 5,
    });
  });

  it.each<[string, string | null, string | null]>([
    ["a form", "client_id=tv&scope=", FORM_TYPE],
    ["a form with unknown fields", "resource=a&resource=b&__proto__=c", FORM_TYPE],
    ["JSON", '{"client_id":"tv","surprise":[1]}', "application/json"],
    ["JSON with the content type of a form, curl's default", ' {"client_id":"tv"}', FORM_TYPE],
    ["no body", null, null],
    ["a content type and no body", "", "application/json"],
  ])("may send %s", async (_, body, type) => {
    await json(await postRaw("/auth/device", body, type));
  });

  it("stores nothing that would be enough to get its token", async () => {
    const { device_code } = await newDevice();
    const stored = await storedDevices();
    expect(stored).not.toContain(device_code);
    expect(stored).not.toContain(device_code.slice(4, 36));
  });

  it("gets slow_down after a hundred requests per hour and network", async () => {
    const setClock = stopClock();
    const ip = freshIp();
    // All at once, so that a race can't exceed the hundred either.
    const asked = await Promise.all(Array.from({ length: 104 }, () => askForCodes(ip)));
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(100);
    const neighbour = ip.replace(/1$/, "abcd");
    setClock(10 * MINUTE_MS);
    const refused = await askForCodes(neighbour);
    expect(refused.headers.get("retry-after")).toBe(String(50 * 60));
    expect(await refusal(refused, 429)).toBe("slow_down");
    await newDevice();
    setClock(HOUR_MS);
    await newDevice(ip);
  });

  it("is forgotten after a day", async () => {
    const setClock = stopClock();
    const old = await newDevice();
    setClock(DAY_MS);
    await purge(env, Date.now());
    expect(await refusal(await poll(old))).toBe("expired_token");
    setClock(DAY_MS + 1);
    const { user_code } = await newDevice();
    await purge(env, Date.now());
    expect(await refusal(await poll(old))).toBe("invalid_grant");
    const stored = await storedDevices();
    expect(stored).not.toContain(old.user_code.replace("-", ""));
    expect(stored).toContain(user_code.replace("-", ""));
  });
});

const TOO_LARGE = "a".repeat(20_000);
const GRANT = `grant_type=${encodeURIComponent(DEVICE_GRANT_TYPE)}`;

/** Bodies that neither route can read. */
const HOSTILE: readonly (readonly [string, BodyInit, string | null])[] = [
  ["truncated JSON", "{", "application/json"],
  ["truncated JSON, sent as a form", '{"client_id"', FORM_TYPE],
  ["a form, sent as JSON", "client_id=tv", "application/json"],
  ["a form without a content type", new TextEncoder().encode(GRANT), null],
  ["a list", "[1]", "application/json"],
  ["a string", '"x"', "application/json"],
  ["null", "null", "application/json"],
  ["a lone surrogate", '{"client_id":"\\ud800"}', "application/json"],
  ["bytes that are not UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "application/json"],
  ["multipart", '--x\r\ncontent-disposition: form-data; name="client_id"', "multipart/form-data"],
  ["a broken escape", "client_id=%zz", FORM_TYPE],
  ["escapes that are not UTF-8", "client_id=%E0%A4%A", FORM_TYPE],
  ["a huge form", `client_id=${TOO_LARGE}`, FORM_TYPE],
  ["huge JSON", JSON.stringify({ client_id: TOO_LARGE }), "application/json"],
];

describe("a bad body", () => {
  it.each(HOSTILE)("is an invalid_request and stores nothing: %s", async (_, body, type) => {
    const before = await storedDevices();
    for (const path of ["/auth/device", "/auth/device/token"]) {
      expect(await refusal(await postRaw(path, body, type)), path).toBe("invalid_request");
    }
    expect(await storedDevices()).toBe(before);
  });

  it.each<[string, string, string]>([
    ["/auth/device", "client_id=a&client_id=b", FORM_TYPE],
    ["/auth/device", '{"client_id":1}', "application/json"],
    ["/auth/device", '{"scope":["a"]}', "application/json"],
    ["/auth/device/token", "", FORM_TYPE],
    ["/auth/device/token", "grant_type=&device_code=x", FORM_TYPE],
    ["/auth/device/token", `${GRANT}&${GRANT}&device_code=x`, FORM_TYPE],
    ["/auth/device/token", `${GRANT}&device_code=x&device_code=x`, FORM_TYPE],
    ["/auth/device/token", GRANT, FORM_TYPE],
    ["/auth/device/token", `${GRANT}&device_code=`, FORM_TYPE],
    ["/auth/device/token", '{"grant_type":{}}', "application/json"],
    ["/auth/device/token", `{"grant_type":"${DEVICE_GRANT_TYPE}"}`, "application/json"],
    ["/auth/device/token", `{"grant_type":"${DEVICE_GRANT_TYPE}","device_code":1}`, "text/plain"],
  ])("with a wrong field is an invalid_request too: %s %s", async (path, body, type) => {
    const before = await storedDevices();
    expect(await refusal(await postRaw(path, body, type))).toBe("invalid_request");
    expect(await storedDevices()).toBe(before);
  });
});

describe("a poll", () => {
  it("gets a working token once, and no cache keeps it", async () => {
    const email = freshEmail();
    const device = await newDevice();
    expect(await refusal(await poll(device))).toBe("authorization_pending");
    await decide(await signedInBrowser(email), device.user_code);
    const response = await poll(device);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("pragma")).toBe("no-cache");
    const token = await json<{ access_token: string }>(response);
    expect(token).toEqual({
      access_token: expect.stringMatching(/^hnt_/),
      token_type: "Bearer",
      expires_in: 365 * 24 * 60 * 60,
    });
    expect(await json(await callAs(token.access_token, "GET", "/auth/me"))).toMatchObject({
      email,
    });
    expect(await refusal(await poll(device))).toBe("invalid_grant");
  });

  it("may be JSON", async () => {
    const { device_code } = await newDevice();
    const body = JSON.stringify({ grant_type: DEVICE_GRANT_TYPE, device_code, client_id: null });
    const response = await postRaw("/auth/device/token", body, "application/json");
    expect(await refusal(response)).toBe("authorization_pending");
  });

  it("gets one token in all if many race", async () => {
    const email = freshEmail();
    const device = await newDevice();
    await decide(await signedInBrowser(email), device.user_code);
    const replies = await Promise.all(Array.from({ length: 8 }, () => poll(device)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 200)) {
      expect(await refusal(reply)).toBe("invalid_grant");
    }
    expect(await countTokens(email)).toBe(1);
  });

  it("gets unsupported_grant_type for any other grant", async () => {
    const { device_code } = await newDevice();
    for (const grant_type of ["password", "device_code", DEVICE_GRANT_TYPE.toUpperCase()]) {
      const form = new URLSearchParams({ grant_type, device_code }).toString();
      const response = await postRaw("/auth/device/token", form, FORM_TYPE);
      expect(await refusal(response)).toBe("unsupported_grant_type");
    }
  });

  it("is refused if the device code is not ours", async () => {
    const device = await newDevice();
    const { device_code, user_code } = device;
    const other = device_code.endsWith("0") ? "1" : "0";
    for (const wrong of [
      user_code,
      "x",
      "x".repeat(5_000),
      `${device_code.slice(0, -1)}${other}`,
      device_code.replace("hnd_", "hnt_"),
      "' OR 1=1 --",
    ]) {
      expect(await refusal(await poll({ device_code: wrong }))).toBe("invalid_grant");
    }
    await json(await callAs(device_code, "GET", "/auth/me"), 401);
  });

  it("that comes too early makes the interval five seconds longer, each time", async () => {
    const setClock = stopClock();
    const device = await newDevice();
    const pollAt = async (ms: number) => {
      setClock(ms);
      return refusal(await poll(device));
    };
    expect(await pollAt(0)).toBe("authorization_pending");
    expect(await pollAt(5 * SECOND_MS)).toBe("authorization_pending");
    // Half a second too early is tolerated, but no more.
    expect(await pollAt(9.5 * SECOND_MS)).toBe("authorization_pending");
    expect(await pollAt(13.999 * SECOND_MS)).toBe("slow_down");
    expect(await pollAt(23 * SECOND_MS)).toBe("slow_down");
    expect(await pollAt(37 * SECOND_MS)).toBe("slow_down");
    expect(await pollAt(57 * SECOND_MS)).toBe("authorization_pending");
    expect(await pollAt(76 * SECOND_MS)).toBe("slow_down");
    await decide(await signedInBrowser(), device.user_code);
    await pollToken(device);
  });

  it("stores nothing more once the interval exceeds the lifetime of a code", async () => {
    stopClock();
    const device = await newDevice();
    await poll(device);
    for (let n = 0; n < 119; n++) expect(await refusal(await poll(device))).toBe("slow_down");
    const before = await storedDevices();
    expect(await refusal(await poll(device))).toBe("slow_down");
    expect(await storedDevices()).toBe(before);
  });

  it("is too late after ten minutes, approved or not", async () => {
    const setClock = stopClock();
    const [early, late, waiting] = [await newDevice(), await newDevice(), await newDevice()];
    const browser = await signedInBrowser();
    for (const { user_code } of [early, late]) await decide(browser, user_code);
    setClock(10 * MINUTE_MS - 1);
    await pollToken(early);
    expect(await refusal(await poll(waiting))).toBe("authorization_pending");
    setClock(10 * MINUTE_MS);
    expect(await refusal(await poll(late))).toBe("expired_token");
    expect(await refusal(await poll(waiting))).toBe("expired_token");
    expect((await decide(browser, waiting.user_code)).status).toBe(400);
  });

  it("is refused if the account has too many sign-ins", async () => {
    const email = freshEmail();
    const browser = await signedInBrowser(email);
    const device = await newDevice();
    await decide(browser, device.user_code);
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
       INSERT INTO credentials (id, account_id, kind, secret_hash, prefix, created_at)
       SELECT a.id || i, a.id, 'token', a.id || i, 'hnt_', 1 FROM n, accounts a WHERE a.email = ?`,
    )
      .bind(email)
      .run();
    expect(await refusal(await poll(device))).toBe("access_denied");
    expect(await countTokens(email)).toBe(1_000);
  });

  it("leaves no secret in the logs", async () => {
    const logs = (["log", "info", "warn", "error", "debug"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => {}),
    );
    const device = await newDevice();
    await poll(device);
    await decide(await signedInBrowser(), device.user_code);
    const token = await pollToken(device);
    await poll(device);
    const logged = JSON.stringify(logs.flatMap(({ mock }) => mock.calls));
    for (const secret of [device.device_code, device.user_code, token]) {
      expect(logged).not.toContain(secret);
    }
  });
});
