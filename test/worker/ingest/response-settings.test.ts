import { evictDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { call, callAs, hubOf, json, newAccount, newEndpoint } from "../support/world.ts";
import type { TestAccount } from "../support/world.ts";

interface Place {
  account: TestAccount;
  id: string;
}

async function newPlace(plan: "plus" | "pro" = "plus"): Promise<Place> {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, id };
}

function change({ account, id }: Place, wish: unknown): Promise<Response> {
  return callAs(account.token, "PATCH", `/api/endpoints/${id}`, wish);
}

function changeInText({ account, id }: Place, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${account.token}` };
  return call(`/api/endpoints/${id}`, { method: "PATCH", headers, body });
}

function inHex(character: string): string {
  return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function escapedBeyondAscii(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/g, inHex);
}

function escaped(text: string): string {
  return escapedBeyondAscii(text).replaceAll("~", inHex);
}

function show({ account, id }: Place): Promise<Response> {
  return callAs(account.token, "GET", `/api/endpoints/${id}`);
}

async function count({ account, id }: Place): Promise<number> {
  const page = await callAs(account.token, "GET", `/api/endpoints/${id}/requests`);
  return (await json<{ total: number }>(page)).total;
}

afterEach(() => vi.restoreAllMocks());

describe("senders", () => {
  it("get the status, headers and body that the owner set, and the request is stored", async () => {
    const place = await newPlace();
    const response = { status: 418, headers: { "x-tea": "oolong" }, body: "short and stout" };
    const row = { response: { ...response, delay_ms: 0 }, handshakes: [] };
    expect(await json(await change(place, { response }))).toMatchObject(row);
    expect(await json(await show(place))).toMatchObject(row);
    await evictDurableObject(hubOf(place.id));
    const reply = await call(`/h/${place.id}/sub`, { method: "PUT", body: "x" });
    expect(reply.status).toBe(418);
    expect(reply.headers.get("x-tea")).toBe("oolong");
    expect(reply.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await reply.text()).toBe("short and stout");
    expect(await count(place)).toBe(1);
  });

  it("get the default again once the owner takes the setting back", async () => {
    const place = await newPlace();
    await json(await change(place, { response: { status: 202 } }));
    await json(await change(place, { alias: "kept" }));
    expect((await call(`/h/${place.id}`)).status).toBe(202);
    expect(await json(await change(place, { response: null }))).toMatchObject({ response: null });
    expect(await json(await call(`/h/${place.id}`))).toMatchObject({ received: true });
  });

  it.each([204, 205, 304])("can be answered with %i, which has no body", async (status) => {
    const place = await newPlace();
    await json(await change(place, { response: { status } }));
    const reply = await call(`/h/${place.id}`, { method: "POST", body: "x" });
    expect([reply.status, await reply.text()]).toEqual([status, ""]);
    const wish = { response: { status, body: "x" } };
    const refusal = { code: "invalid_field", field: "response.body" };
    expect(await json(await change(place, wish), 400)).toMatchObject(refusal);
  });

  it("wait as long as the owner set, with their request stored already", async () => {
    const place = await newPlace();
    await json(await change(place, { response: { delayMs: 10_000 } }));
    const waited: number[] = [];
    const goOn = Promise.withResolvers<void>();
    vi.spyOn(scheduler, "wait").mockImplementation((ms) => {
      waited.push(ms);
      return goOn.promise;
    });
    const reply = call(`/h/${place.id}`, { method: "POST", body: "x" });
    await vi.waitFor(() => expect(waited).toEqual([10_000]));
    expect(await count(place)).toBe(1);
    goOn.resolve();
    expect((await reply).status).toBe(200);
  });

  it("are refused as ever: what is set is for what is stored", async () => {
    const place = await newPlace();
    await json(await change(place, { response: { status: 202, body: "thanks" }, isPaused: true }));
    const refused = await call(`/h/${place.id}`, { method: "POST" });
    expect(await json(refused, 403)).toMatchObject({ code: "paused" });
  });
});

describe("whatever is set", () => {
  it("the answer can't act as a page of ours", async () => {
    const place = await newPlace();
    const headers = { "content-type": "text/html", "x-anything": "1" };
    await json(await change(place, { response: { headers, body: "<script>alert(1)</script>" } }));
    const reply = await call(`/h/${place.id}`);
    expect(reply.headers.get("content-type")).toBe("text/html");
    expect(reply.headers.get("content-security-policy")).toBe("sandbox");
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.headers.get("access-control-allow-origin")).toBe("*");
  });

  it.each([
    "set-cookie",
    "clear-site-data",
    "service-worker-allowed",
    "content-security-policy",
    "strict-transport-security",
    "alt-svc",
    "location",
    "refresh",
    "link",
    "report-to",
    "www-authenticate",
    "content-encoding",
    "content-length",
    "transfer-encoding",
    "access-control-allow-credentials",
    "x-content-type-options",
    "x-frame-options",
    "X-Upper",
    "x bad",
    "",
    "__proto__",
    "constructor",
  ])("a response can't set the header %j", async (name) => {
    const place = await newPlace();
    const headers = Object.fromEntries([[name, "1"]]);
    const reply = await change(place, { response: { headers } });
    const { code, field } = await json<Record<string, string>>(reply, 400);
    expect([code, field]).toEqual(["invalid_field", `response.headers.${name}`]);
    expect(await json(await show(place))).toMatchObject({ response: null });
  });

  it.each(["text/javascript", "application/ecmascript", "text/css", "text/cache-manifest"])(
    "its type can't be %s, which a page of ours could load",
    async (type) => {
      const place = await newPlace();
      const reply = await change(place, { response: { headers: { "content-type": type } } });
      expect(await json(reply, 400)).toMatchObject({ field: "response.headers.content-type" });
    },
  );

  it.each([
    [{ status: 199 }, "response.status"],
    [{ status: 600 }, "response.status"],
    [{ status: "200" }, "response.status"],
    [{ status: 1e300 }, "response.status"],
    [{ delayMs: -1 }, "response.delayMs"],
    [{ delayMs: 10_001 }, "response.delayMs"],
    [{ delayMs: 0.5 }, "response.delayMs"],
    [{ body: 7 }, "response.body"],
    [{ body: "x".repeat(64 * 1024 + 1) }, "response.body"],
    [{ headers: { "x-a": "1\r\nset-cookie: a=1" } }, "response.headers.x-a"],
    [{ headers: { "x-a": "é" } }, "response.headers.x-a"],
    [{ headers: { "x-a": "1".repeat(1_025) } }, "response.headers.x-a"],
    [{ headers: [["x-a", "1"]] }, "response.headers"],
    [
      { headers: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`x-${n}`, ""])) },
      "response.headers",
    ],
    [{ redirect: "https://elsewhere.example" }, "response.redirect"],
    [7, "response"],
  ])("what does not fit is refused by name: %j", async (response, field) => {
    const place = await newPlace();
    const reply = await change(place, { response });
    expect(await json(reply, 400)).toMatchObject({ code: "invalid_field", field });
    expect(await json(await show(place))).toMatchObject({ response: null });
  });

  it.each([
    ["as it is", (text: string) => text],
    ["escaped, as Python does by default", escapedBeyondAscii],
    ["escaped to the last character, as JSON may be", escaped],
  ])("as much as is allowed is taken, %s", async (_how, write) => {
    const place = await newPlace();
    const headers = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`x-${n}`, "~".repeat(1_024)]),
    );
    const response = { status: 599, headers, body: "ü".repeat(64 * 1024), delayMs: 0 };
    await json(await changeInText(place, write(JSON.stringify({ response }))));
    const reply = await call(`/h/${place.id}`);
    expect([reply.status, (await reply.text()).length]).toEqual([599, 64 * 1024]);
    expect(reply.headers.get("x-19")).toBe(headers["x-19"]);
  });
});

const SLACK = JSON.stringify({ token: "t", challenge: "3eZbrw1aB", type: "url_verification" });

describe("a provider's check", () => {
  it.each([
    ["slack", "POST", "", SLACK, "3eZbrw1aB"],
    [
      "meta",
      "GET",
      "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meat",
      null,
      "1158201444",
    ],
    [
      "microsoft-graph",
      "POST",
      "?validationToken=Validation%3A+Testing+client",
      null,
      "Validation: Testing client",
    ],
  ])("of %s is answered as plain text where it is opted in to", async (...check) => {
    const [provider, method, query, body, expected] = check;
    const place = await newPlace();
    const send = () => call(`/h/${place.id}${query}`, { method, body });
    expect(await json(await send())).toMatchObject({ received: true });
    await json(await change(place, { handshakes: [provider], response: { status: 500 } }));
    const reply = await send();
    expect([reply.status, await reply.text()]).toEqual([200, expected]);
    expect(reply.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(reply.headers.get("content-security-policy")).toBe("sandbox");
    expect(await count(place)).toBe(2);
  });

  it.each([
    ["slack", "POST", "", "{"],
    ["slack", "POST", "", "[]"],
    ["slack", "POST", "", "null"],
    ["slack", "POST", "", '{"type":"url_verification","challenge":{"toString":1}}'],
    ["slack", "POST", "", '{"type":"event_callback","challenge":"x"}'],
    ["slack", "POST", "", JSON.stringify({ type: "url_verification", challenge: "x".repeat(5e3) })],
    ["slack", "GET", "", null],
    ["meta", "GET", "?hub.challenge=1", null],
    ["meta", "GET", "?hub.mode=subscribe", null],
    ["meta", "POST", "?hub.mode=subscribe&hub.challenge=1", "x"],
    ["microsoft-graph", "POST", "?validationToken=", null],
    ["microsoft-graph", "GET", "?validationToken=1", null],
    ["microsoft-graph", "POST", `?validationToken=${"x".repeat(4_097)}`, null],
  ])("of %s is not what this is: %s %s %s", async (provider, method, query, body) => {
    const place = await newPlace();
    await json(await change(place, { handshakes: [provider] }));
    const reply = await call(`/h/${place.id}${query}`, { method, body });
    expect(await json(reply)).toMatchObject({ received: true });
  });

  it.each([[["stripe"]], ["slack"], [["slack", "meta", "microsoft-graph", "slack"]], [{}]])(
    "can't be %j",
    async (handshakes) => {
      const place = await newPlace();
      const reply = await change(place, { handshakes });
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_field" });
      expect(await json(await show(place))).toMatchObject({ handshakes: [] });
    },
  );
});
