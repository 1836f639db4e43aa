import { createExecutionContext, evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { RequestRow } from "../../../../src/protocol/captured-request.ts";
import { serverFrame } from "../../../../src/protocol/frames.ts";
import worker from "../../../../src/worker/index.ts";
import { accepted, connect, upgrade, type TestListener } from "../../support/test-listener.ts";
import {
  call,
  callAs,
  clientOf,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  ORIGIN,
  postWebhook,
} from "../../support/world.ts";

const KIB = 1024;
/** The smallest `inline`. */
const SMALL = String(32 * KIB);

const encoder = new TextEncoder();
const bytesOf = (frame: unknown) => encoder.encode(JSON.stringify(frame)).length;

async function newInbox() {
  const account = await newAccount("pro");
  const { id } = await newEndpoint(account);
  const { key } = await newKey(account);
  return { account, id, key };
}

function payloadOf({ frames }: TestListener, index: number) {
  const frame = serverFrame.parse(frames[index]);
  if (frame.type === "new_request") return frame.payload;
  if (frame.type === "replay_request") return frame.payload.request;
  throw new Error(`A frame of type ${frame.type} has no request.`);
}

/** Random bytes of 900 KB: 1.2 MB of base64. */
function randomBytes(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(900_000);
  for (let at = 0; at < bytes.length; at += 60_000) {
    crypto.getRandomValues(bytes.subarray(at, at + 60_000));
  }
  return bytes;
}

describe("a body that does not fit", () => {
  it.each([
    ["900 KB of random bytes", randomBytes()],
    ["600 KB of quotes", '"'.repeat(600_000)],
  ])("is omitted for a script, and whole for a command line: %s", async (_, body) => {
    const { account, id, key } = await newInbox();
    const script = await connect(id, key);
    const cli = await accepted(await upgrade(`/ws/${id}?token=${account.token}&client=cli`));
    const posted = await postWebhook(id, body);
    for (const listener of [script, cli]) await listener.take(2);
    const frame = payloadOf(script, 1);
    expect(frame).toMatchObject({
      body: "",
      bodyEncoding: "omitted",
      bodyUrl: `${ORIGIN}/api/requests/${posted.id}/body`,
      size: body.length,
    });
    expect(frame.headOmitted).toBeUndefined();
    expect(payloadOf(cli, 1).bodyEncoding).not.toBe("omitted");
    const exact = await callAs(key, "GET", `/api/requests/${posted.id}/body`);
    const expected = typeof body === "string" ? encoder.encode(body) : body;
    const downloaded = await exact.bytes();
    expect(downloaded.length).toBe(expected.length);
    expect(downloaded.every((byte, at) => byte === expected[at])).toBe(true);
    for (const listener of [script, cli]) listener.close();
  });

  it("is omitted by `since` and in replays, too, and after the hub hibernated", async () => {
    const { account, id, key } = await newInbox();
    const { id: requestId } = await postWebhook(id, "x".repeat(40 * KIB));
    const listener = await connect(id, key, { since: "0", inline: SMALL });
    await listener.take(2);
    await evictDurableObject(hubOf(id));
    await postWebhook(id, "y".repeat(40 * KIB));
    const connectionId = String(listener.frames[0]?.payload["connectionId"]);
    await clientOf(account).replay.send({ requestId, connectionId });
    await listener.take(4);
    for (const index of [1, 2, 3]) {
      const { bodyEncoding, bodyUrl } = payloadOf(listener, index);
      expect(bodyEncoding).toBe("omitted");
      expect(bodyUrl).toMatch(/^https:\/\/hooks\.test\/api\/requests\/.*\/body$/);
    }
    listener.close();
  });
});

describe("a head that does not fit", () => {
  const long = "x".repeat(120 * KIB);

  it.each([
    ["a header", "", { "x-long": long }, { rawHeaders: [], headers: {} }],
    ["the query", `?long=${long}`, {}, { query: {}, rawQuery: "" }],
    ["the path", `/${long}`, {}, { rawHeaders: [], rawQuery: "" }],
    ["the user agent", "", { "user-agent": long }, { userAgent: "x".repeat(KIB) }],
    ["the content type", "", { "content-type": long }, { contentType: "x".repeat(KIB) }],
  ])("is reduced, and whole over HTTP: %s of 120 KiB", async (_, target, headers, reduced) => {
    const { account, id, key } = await newInbox();
    const init = { method: "POST", headers, body: "hello" };
    const posted = await json<{ id: string }>(await call(`/h/${id}${target}`, init));
    const listener = await connect(id, key, { since: "0", inline: SMALL });
    const live = await json<{ id: string }>(await call(`/h/${id}${target}`, init));
    const connectionId = String(listener.frames[0]?.payload["connectionId"]);
    await clientOf(account).replay.send({ requestId: posted.id, connectionId });
    const frames = await listener.take(4);
    for (const index of [1, 2, 3]) {
      expect(bytesOf(frames[index])).toBeLessThanOrEqual(32 * KIB);
      expect(payloadOf(listener, index)).toMatchObject({ headOmitted: true, ...reduced });
    }
    const row = await json<RequestRow>(await callAs(key, "GET", `/api/requests/${live.id}`));
    expect(row.path + (row.raw_query && `?${row.raw_query}`)).toBe(`/h/${id}${target}`);
    expect(row.raw_headers).toEqual(expect.arrayContaining(Object.entries(headers)));
    expect(row).toMatchObject({ body: "hello", headers });
    listener.close();
  });
});

describe("the URL of an omitted body", () => {
  it("has the origin of the upgrade without PUBLIC_URL, also after the hub hibernated", async () => {
    const { id, key } = await newInbox();
    const url = `https://inbox.example/ws/${id}?apikey=${key}&inline=${SMALL}`;
    const request = new Request(url, { headers: { upgrade: "websocket" } });
    const ctx = createExecutionContext();
    const listener = await accepted(
      await worker.fetch(request as never, { ...env, PUBLIC_URL: "" }, ctx),
    );
    await evictDurableObject(hubOf(id));
    await postWebhook(id, "x".repeat(40 * KIB));
    await listener.take(2);
    expect(payloadOf(listener, 1).bodyUrl).toMatch(/^https:\/\/inbox\.example\/api\/requests\//);
    listener.close();
  });
});

describe("`inline`", () => {
  it.each(["", "many", "1e5", "-40000", "32767", "8388609", "40000.5"])(
    "%j is refused with 400 and its name",
    async (inline) => {
      const { id, key } = await newInbox();
      const reply = await upgrade(`/ws/${id}?${new URLSearchParams({ apikey: key, inline })}`);
      expect(await json(reply, 400)).toMatchObject({
        code: "invalid_parameter",
        parameter: "inline",
        error: expect.stringContaining("inline must be") as string,
      });
    },
  );

  it.each(["32768", "8388608"])("%s is accepted", async (inline) => {
    const { id, key } = await newInbox();
    (await connect(id, key, { inline })).close();
  });
});

describe("the head of a webhook", () => {
  it.each([
    ["headers", (id: string, length: number) => [`/h/${id}`, "x".repeat(length)]],
    [
      "the request line",
      (id: string, length: number) => [`/h/${id}?${"x".repeat(length - 1)}`, ""],
    ],
  ])("may have 128 KiB, and is refused with 431 above that: %s", async (_, make) => {
    const { account, id } = await newInbox();
    const around = `POST /h/${id} HTTP/1.1\r\nx-a: \r\n`.length;
    const post = (bytes: number) => {
      const [target = "", value = ""] = make(id, bytes - around);
      return call(target, { method: "POST", headers: { "x-a": value } });
    };
    expect((await post(128 * KIB)).status).toBe(200);
    const refused = await post(128 * KIB + 1);
    expect(await json(refused, 431)).toMatchObject({ code: "head_too_large" });
    expect((await clientOf(account).requests.list(id)).total).toBe(1);
  });
});
