import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DEVICE_GRANT_TYPE } from "../../../src/protocol/device.ts";
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

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Stops the clock; what it gives back sets it to a time after that. */
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

describe("a machine that asks for codes", () => {
  it("gets both, with where to type the short one and how often to poll", async () => {
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
    ["a form with more than we know, twice", "resource=a&resource=b&__proto__=c", FORM_TYPE],
    ["JSON", '{"client_id":"tv","surprise":[1]}', "application/json"],
    ["JSON that curl calls a form", ' {"client_id":"tv"}', FORM_TYPE],
    ["no body", null, null],
    ["a type and no body", "", "application/json"],
  ])("may send %s", async (_, body, type) => {
    await json(await postRaw("/auth/device", body, type));
  });

  it("leaves nothing behind that its token could be had with", async () => {
    const { device_code } = await newDevice();
    const stored = await storedDevices();
    expect(stored).not.toContain(device_code);
    expect(stored).not.toContain(device_code.slice(4, 36));
  });

  it("may ask a hundred times an hour and network, and is told to slow down then", async () => {
    const setClock = stopClock();
    const ip = freshIp();
    // All at once: the hundred are not overrun by a race either.
    const asked = await Promise.all(Array.from({ length: 104 }, () => askForCodes(ip)));
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(100);
    const neighbour = ip.replace(/1$/, "abcd");
    setClock(10 * MINUTE_MS);
    const refused = await askForCodes(neighbour);
    expect(refused.headers.get("retry-after")).toBe(String(50 * 60));
    expect(await refusal(refused, 429)).toBe("slow_down");
    await newDevice();
    setClock(60 * MINUTE_MS);
    await newDevice(ip);
  });

  it("is forgotten after a day", async () => {
    const setClock = stopClock();
    const old = await newDevice();
    setClock(24 * 60 * MINUTE_MS);
    await newDevice();
    expect(await refusal(await poll(old))).toBe("expired_token");
    setClock(24 * 60 * MINUTE_MS + 1);
    const { user_code } = await newDevice();
    expect(await refusal(await poll(old))).toBe("invalid_grant");
    const stored = await storedDevices();
    expect(stored).not.toContain(old.user_code.replace("-", ""));
    expect(stored).toContain(user_code.replace("-", ""));
  });
});

const TOO_LARGE = "a".repeat(20_000);
const GRANT = `grant_type=${encodeURIComponent(DEVICE_GRANT_TYPE)}`;

/** Bodies that neither route reads; all but the last ones are those of both. */
const HOSTILE: readonly (readonly [string, BodyInit, string | null])[] = [
  ["no JSON", "{", "application/json"],
  ["no JSON, called a form", '{"client_id"', FORM_TYPE],
  ["a form, called JSON", "client_id=tv", "application/json"],
  ["a form, called nothing", new TextEncoder().encode(GRANT), null],
  ["a list", "[1]", "application/json"],
  ["a text", '"x"', "application/json"],
  ["null", "null", "application/json"],
  ["half a character", '{"client_id":"\\ud800"}', "application/json"],
  ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "application/json"],
  ["a multipart", '--x\r\ncontent-disposition: form-data; name="client_id"', "multipart/form-data"],
  ["a broken escape", "client_id=%zz", FORM_TYPE],
  ["escapes that are no UTF-8", "client_id=%E0%A4%A", FORM_TYPE],
  ["a huge form", `client_id=${TOO_LARGE}`, FORM_TYPE],
  ["huge JSON", JSON.stringify({ client_id: TOO_LARGE }), "application/json"],
];

describe("a body that can't be read", () => {
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
  ])("is one with wrong fields, too: %s %s", async (path, body, type) => {
    const before = await storedDevices();
    expect(await refusal(await postRaw(path, body, type))).toBe("invalid_request");
    expect(await storedDevices()).toBe(before);
  });
});

describe("a poll", () => {
  it("gets a token that works, once, and no cache keeps it", async () => {
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

  it("gives one token where many race", async () => {
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

  it("is told which grant there is", async () => {
    const { device_code } = await newDevice();
    for (const grant_type of ["password", "device_code", DEVICE_GRANT_TYPE.toUpperCase()]) {
      const form = new URLSearchParams({ grant_type, device_code }).toString();
      const response = await postRaw("/auth/device/token", form, FORM_TYPE);
      expect(await refusal(response)).toBe("unsupported_grant_type");
    }
  });

  it("is refused with what is no device code of ours", async () => {
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

  it("that comes too soon makes the interval five seconds longer, each time", async () => {
    const setClock = stopClock();
    const device = await newDevice();
    const pollAt = async (ms: number) => {
      setClock(ms);
      return refusal(await poll(device));
    };
    expect(await pollAt(0)).toBe("authorization_pending");
    expect(await pollAt(5 * SECOND_MS)).toBe("authorization_pending");
    // Half a second too soon is in time; a moment more is not.
    expect(await pollAt(9.5 * SECOND_MS)).toBe("authorization_pending");
    expect(await pollAt(13.999 * SECOND_MS)).toBe("slow_down");
    expect(await pollAt(23 * SECOND_MS)).toBe("slow_down");
    expect(await pollAt(37 * SECOND_MS)).toBe("slow_down");
    expect(await pollAt(57 * SECOND_MS)).toBe("authorization_pending");
    expect(await pollAt(76 * SECOND_MS)).toBe("slow_down");
    await decide(await signedInBrowser(), device.user_code);
    await pollToken(device);
  });

  it("writes nothing more once it is told to wait longer than a code lives", async () => {
    stopClock();
    const device = await newDevice();
    await poll(device);
    for (let n = 0; n < 119; n++) expect(await refusal(await poll(device))).toBe("slow_down");
    const before = await storedDevices();
    expect(await refusal(await poll(device))).toBe("slow_down");
    expect(await storedDevices()).toBe(before);
  });

  it("comes too late after ten minutes, allowed or not", async () => {
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

  it("is turned away where the account is signed in too often", async () => {
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

  it("has its secrets in no log", async () => {
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
