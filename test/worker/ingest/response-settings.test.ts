import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { eventually } from "../support/eventually.ts";
import { call, callAs, hubOf, json, newAccount, newEndpoint } from "../support/world.ts";
import type { TestAccount } from "../support/world.ts";

interface Inbox {
  account: TestAccount;
  id: string;
}

async function newInbox(plan: "plus" | "pro" = "plus"): Promise<Inbox> {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, id };
}

function change({ account, id }: Inbox, body: unknown): Promise<Response> {
  return callAs(account.token, "PATCH", `/api/endpoints/${id}`, body);
}

function changeInText({ account, id }: Inbox, body: string): Promise<Response> {
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

function show({ account, id }: Inbox): Promise<Response> {
  return callAs(account.token, "GET", `/api/endpoints/${id}`);
}

async function count({ account, id }: Inbox): Promise<number> {
  const page = await callAs(account.token, "GET", `/api/endpoints/${id}/requests`);
  return (await json<{ total: number }>(page)).total;
}

/** For tests that leave it as it was, or that set all that they rely on. */
let shared: Inbox;

beforeAll(async () => {
  shared = await newInbox();
});

afterEach(() => vi.restoreAllMocks());

describe("senders", () => {
  it("get the status, headers and body that the owner set, and the request is stored", async () => {
    const inbox = await newInbox();
    const response = { status: 418, headers: { "x-tea": "oolong" }, body: "short and stout" };
    const row = { response: { ...response, delay_ms: 0 }, handshakes: [] };
    expect(await json(await change(inbox, { response }))).toMatchObject(row);
    expect(await json(await show(inbox))).toMatchObject(row);
    await evictDurableObject(hubOf(inbox.id));
    const reply = await call(`/h/${inbox.id}/sub`, { method: "PUT", body: "x" });
    expect(reply.status).toBe(418);
    expect(reply.headers.get("x-tea")).toBe("oolong");
    expect(reply.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await reply.text()).toBe("short and stout");
    expect(await count(inbox)).toBe(1);
  });

  it("get the default response again once the owner removes the setting", async () => {
    const inbox = await newInbox();
    await json(await change(inbox, { response: { status: 202 } }));
    await json(await change(inbox, { alias: "kept" }));
    expect((await call(`/h/${inbox.id}`)).status).toBe(202);
    expect(await json(await change(inbox, { response: null }))).toMatchObject({ response: null });
    expect(await json(await call(`/h/${inbox.id}`))).toMatchObject({ received: true });
  });

  it.each([204, 205, 304])("can get a %i, which has no body", async (status) => {
    const inbox = await newInbox();
    await json(await change(inbox, { response: { status } }));
    const reply = await call(`/h/${inbox.id}`, { method: "POST", body: "x" });
    expect([reply.status, await reply.text()]).toEqual([status, ""]);
    const body = { response: { status, body: "x" } };
    const refusal = { code: "invalid_field", field: "response.body" };
    expect(await json(await change(inbox, body), 400)).toMatchObject(refusal);
  });

  it("wait as long as the owner set, with their request already stored", async () => {
    const inbox = await newInbox();
    await json(await change(inbox, { response: { delayMs: 10_000 } }));
    const waited: number[] = [];
    const goOn = Promise.withResolvers<void>();
    vi.spyOn(scheduler, "wait").mockImplementation((ms) => {
      waited.push(ms);
      return goOn.promise;
    });
    const reply = call(`/h/${inbox.id}`, { method: "POST", body: "x" });
    await eventually(() => expect(waited).toEqual([10_000]));
    expect(await count(inbox)).toBe(1);
    goOn.resolve();
    expect((await reply).status).toBe(200);
  });

  it("are still refused as before: the custom response is for stored requests", async () => {
    const inbox = await newInbox();
    await json(await change(inbox, { response: { status: 202, body: "thanks" }, isPaused: true }));
    const refused = await call(`/h/${inbox.id}`, { method: "POST" });
    expect(await json(refused, 403)).toMatchObject({ code: "paused" });
  });
});

describe("a custom response", () => {
  it("can't act as a page of ours", async () => {
    const inbox = await newInbox();
    const headers = { "content-type": "text/html", "x-anything": "1" };
    await json(await change(inbox, { response: { headers, body: "<script>alert(1)</script>" } }));
    const reply = await call(`/h/${inbox.id}`);
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
  ])("can't set the header %j", async (name) => {
    const headers = Object.fromEntries([[name, "1"]]);
    const reply = await change(shared, { response: { headers } });
    const { code, field } = await json<Record<string, string>>(reply, 400);
    expect([code, field]).toEqual(["invalid_field", `response.headers.${name}`]);
    expect(await json(await show(shared))).toMatchObject({ response: null });
  });

  it.each(["text/javascript", "application/ecmascript", "text/css", "text/cache-manifest"])(
    "can't have the type %s, which a page of ours could load",
    async (type) => {
      const reply = await change(shared, { response: { headers: { "content-type": type } } });
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
  ])("is refused by the name of its invalid field: %j", async (response, field) => {
    const reply = await change(shared, { response });
    expect(await json(reply, 400)).toMatchObject({ code: "invalid_field", field });
    expect(await json(await show(shared))).toMatchObject({ response: null });
  });

  it.each([
    ["unescaped", (text: string) => text],
    ["escaped, as Python does by default", escapedBeyondAscii],
    ["escaped to the last character, as JSON may be", escaped],
  ])("may use every limit in full, %s", async (_how, write) => {
    const inbox = await newInbox();
    const headers = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`x-${n}`, "~".repeat(1_024)]),
    );
    const response = { status: 599, headers, body: "ü".repeat(64 * 1024), delayMs: 0 };
    await json(await changeInText(inbox, write(JSON.stringify({ response }))));
    const reply = await call(`/h/${inbox.id}`);
    expect([reply.status, (await reply.text()).length]).toEqual([599, 64 * 1024]);
    expect(reply.headers.get("x-19")).toBe(headers["x-19"]);
  });
});

const SLACK = JSON.stringify({ token: "t", challenge: "3eZbrw1aB", type: "url_verification" });

describe("a provider's handshake", () => {
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
  ])("from %s is answered as plain text if the owner opted in", async (...check) => {
    const [provider, method, query, body, expected] = check;
    const inbox = await newInbox();
    const send = () => call(`/h/${inbox.id}${query}`, { method, body });
    expect(await json(await send())).toMatchObject({ received: true });
    await json(await change(inbox, { handshakes: [provider], response: { status: 500 } }));
    const reply = await send();
    expect([reply.status, await reply.text()]).toEqual([200, expected]);
    expect(reply.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(reply.headers.get("content-security-policy")).toBe("sandbox");
    expect(await count(inbox)).toBe(2);
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
  ])("from %s does not match %s %s %s", async (provider, method, query, body) => {
    await json(await change(shared, { handshakes: [provider] }));
    const reply = await call(`/h/${shared.id}${query}`, { method, body });
    expect(await json(reply)).toMatchObject({ received: true });
  });

  it.each([[["stripe"]], ["slack"], [["slack", "meta", "microsoft-graph", "slack"]], [{}]])(
    "can't be set to %j",
    async (handshakes) => {
      const inbox = await newInbox();
      const reply = await change(inbox, { handshakes });
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_field" });
      expect(await json(await show(inbox))).toMatchObject({ handshakes: [] });
    },
  );
});
