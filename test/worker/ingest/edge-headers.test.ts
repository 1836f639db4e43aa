import { describe, expect, it } from "vitest";
import { env } from "cloudflare:workers";
import { toCapturedFromRow, type Pairs } from "../../../src/protocol/captured-request.ts";
import { RequestFrames } from "../../../src/worker/hub/listeners/request-frames.ts";
import { encodeHeaders } from "../../../src/protocol/stored-headers.ts";
import type { Env } from "../../../src/worker/env.ts";
import { callAndSettle } from "../support/browser.ts";
import { connect } from "../support/test-listener.ts";
import { clientOf, newAccount, newEndpoint, newKey } from "../support/world.ts";

/** Bindings as on Cloudflare: `npm start` adds MAILBOX. */
const { MAILBOX: _mailbox, ...ON_CLOUDFLARE } = env;

const SENT: Pairs = [
  ["webhook-id", "msg_1"],
  ["x-forwarded-host", "shop.example"],
];
const ADDED: Pairs = [
  ["cdn-loop", "cloudflare; loops=1"],
  ["cf-connecting-ip", "203.0.113.9"],
  ["cf-ipcountry", "CH"],
  ["cf-ray", "9a1b2c3d4e5f6071-ZRH"],
  ["cf-visitor", '{"scheme":"https"}'],
  ["x-forwarded-for", "203.0.113.9"],
  ["x-forwarded-proto", "https"],
  ["x-real-ip", "203.0.113.9"],
];

/** Posts a webhook with these headers. Resolves to what the API, a listener and a replay show. */
async function post(deployment: Env) {
  const account = await newAccount("pro");
  const { id } = await newEndpoint(account);
  const listener = await connect(id, (await newKey(account)).key);
  await callAndSettle(`/h/${id}`, { method: "POST", headers: [...SENT, ...ADDED] }, deployment);
  const [, frame] = await listener.take(2);
  const { requests } = await clientOf(account).requests.list(id);
  const [row] = requests.map(toCapturedFromRow);
  await clientOf(account).replay.send({
    requestId: row?.id ?? "",
    connectionId: String(listener.frames[0]?.payload["connectionId"]),
  });
  const [, , replayed] = await listener.take(3);
  return { row, frame: frame?.payload, replayed: replayed?.payload["request"] };
}

const namesIn = (value: unknown) => Object.keys(value as object);

describe("headers that the edge adds", () => {
  it("are kept apart from the sender's, in lists, in frames and in a replay", async () => {
    const { row, frame, replayed } = await post(ON_CLOUDFLARE as Env);
    for (const seen of [row, frame, replayed]) {
      expect(seen).toMatchObject({ edgeHeaders: ADDED, ip: "203.0.113.9" });
      const { headers, rawHeaders } = seen as { headers: object; rawHeaders: Pairs };
      expect(rawHeaders).toEqual(expect.arrayContaining(SENT));
      for (const [name] of ADDED) {
        expect(namesIn(headers)).not.toContain(name);
        expect(rawHeaders.map(([own]) => own)).not.toContain(name);
      }
    }
  });

  it("are the sender's where no edge is in front", async () => {
    const { row } = await post(env);
    expect(row).not.toHaveProperty("edgeHeaders");
    expect(row?.rawHeaders).toEqual(expect.arrayContaining([...SENT, ...ADDED]));
    expect(row?.headers).toMatchObject({ "x-forwarded-for": "203.0.113.9" });
  });

  it("are left out of a frame that they do not fit into", () => {
    const long: Pairs = [["x-forwarded-for", "192.0.2.1, ".repeat(10_000)]];
    const stored = {
      id: "00000001-28e4-8673-86a7-0a6d656d4e38",
      seq: 1,
      createdAt: 0,
      method: "POST",
      path: "/h/a",
      rawQuery: "",
      headersJson: encodeHeaders(SENT, long),
      ip: null,
      size: 0,
      body: new Uint8Array(),
    };
    const frames = new RequestFrames(stored, "a", (request) => JSON.stringify(request));
    const { text } = frames.frameFor({ maxBytes: 32_768, origin: "https://hooks.test" });
    expect(JSON.parse(text)).toMatchObject({
      headOmitted: true,
      headers: Object.fromEntries(SENT),
    });
    expect(JSON.parse(text)).not.toHaveProperty("edgeHeaders");
  });

  it("are stored so that version 1 reads all of them", () => {
    expect(JSON.parse(encodeHeaders(SENT, ADDED))).toEqual([...SENT, ...ADDED]);
  });
});
