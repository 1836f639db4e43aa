import { beforeAll, describe, expect, it } from "vitest";
import type { CapturedRequest } from "../../src/protocol/captured-request.ts";
import { callAs, newWorld, type World } from "./support/api.ts";
import { send, type Outgoing } from "./support/http.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { connect, type TestSocket } from "./support/socket.ts";

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, value) => value);
const KIB = 1024;

interface Case extends Outgoing {
  name: string;
  path?: string;
  /** Fields that the listener must see besides the method, the path and the bytes. */
  seen: Partial<CapturedRequest>;
}

const CASES: Case[] = [
  {
    name: "JSON",
    headers: { "content-type": "application/json" },
    body: '{ "spacing" : "kept",\n"größe":1.50 }',
    seen: { contentType: "application/json", bodyEncoding: "utf8" },
  },
  {
    name: "a form",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "a=1&a=2&b=%20+%C3%A9",
    seen: { contentType: "application/x-www-form-urlencoded" },
  },
  {
    name: "text of several alphabets, with a byte order mark",
    method: "PUT",
    headers: { "content-type": "text/plain; charset=utf-8", "user-agent": "sender/1.0" },
    body: "\uFEFFgrüß dich\r\n日本 \u0000 👋",
    seen: { contentType: "text/plain; charset=utf-8", userAgent: "sender/1.0" },
  },
  {
    name: "every value that a byte can have",
    headers: { "content-type": "application/octet-stream" },
    body: EVERY_BYTE,
    seen: { bodyEncoding: "base64", size: 256 },
  },
  { name: "no body", method: "DELETE", seen: { size: 0, body: "", contentType: null } },
  { name: "an empty body", body: "", seen: { size: 0, body: "", bodyEncoding: "utf8" } },
  { name: "HEAD", method: "HEAD", seen: { size: 0, body: "" } },
  {
    name: "a path below the endpoint, with repeated query names",
    method: "GET",
    path: "/orders/a%2Fb?x=1&x=2&y=%20z&__proto__=p",
    seen: { rawQuery: "x=1&x=2&y=%20z&__proto__=p" },
  },
  { name: "a body in chunks", isChunked: true, body: "x".repeat(200_000), seen: { size: 200_000 } },
  {
    name: "512 KiB, the largest body that the plan allows",
    body: Buffer.alloc(512 * KIB, "0123456789abcdef-"),
    seen: { size: 512 * KIB, bodyEncoding: "utf8" },
  },
];

const server = useSharedServer();
let world: World;
let listener: TestSocket;

beforeAll(async () => {
  world = await newWorld(server, "plus");
  listener = await connect(server, world.endpoint.id, world.key.key);
});

/** The bytes of a body as a listener decodes them. */
function bytesOf({ body, bodyEncoding }: CapturedRequest): Buffer {
  return Buffer.from(body, bodyEncoding === "base64" ? "base64" : "utf8");
}

describe("a webhook at a listener's socket", () => {
  it.each(CASES.map((sent, index) => ({ sent, seq: index + 1, name: sent.name })))(
    "arrives once, in order and complete: $name",
    async ({ sent, seq }) => {
      const { path = "", method = "POST", body = "", seen } = sent;
      const reply = await send(world.endpoint.url + path, sent);
      expect(reply.status).toBe(200);

      const requests = await listener.take(seq);
      expect(requests.map((request) => request.seq)).toEqual(requests.map((_, at) => at + 1));
      const request = requests[seq - 1];
      if (!request) throw new Error("The request did not arrive.");
      const pathname = `/h/${world.endpoint.id}${path.split("?", 1)[0]}`;
      expect(request).toMatchObject({ ...seen, method, path: pathname });
      expect(bytesOf(request).equals(Buffer.from(body))).toBe(true);
      expect(request.size).toBe(Buffer.byteLength(body));
      if (method !== "HEAD") expect(JSON.parse(reply.body.toString()).id).toBe(request.id);

      const download = await callAs(
        server,
        world.key.key,
        "GET",
        `/api/requests/${request.id}/body`,
      );
      expect(download.status).toBe(200);
      expect(Buffer.from(await download.arrayBuffer()).equals(Buffer.from(body))).toBe(true);
    },
  );

  it("keeps the last value of a repeated query name, and treats `__proto__` as any other name", async () => {
    await send(`${world.endpoint.url}?x=1&x=2&__proto__=p`, { method: "GET" });
    const request = (await listener.take(CASES.length + 1)).at(-1);
    expect(Object.entries(request?.query ?? {})).toEqual([
      ["x", "2"],
      ["__proto__", "p"],
    ]);
  });

  it("arrives in the order of its sequence number when many are sent concurrently", async () => {
    const before = listener.requests.length;
    const bodies = Array.from({ length: 200 }, (_, index) => `at once ${index}`);
    const replies = await Promise.all(
      bodies.map((body) => send(world.endpoint.url, { body }).then((reply) => reply.status)),
    );
    expect(new Set(replies)).toEqual(new Set([200]));
    const requests = (await listener.take(before + bodies.length)).slice(before);
    expect(requests.map(({ seq }) => seq)).toEqual(bodies.map((_, at) => before + at + 1));
    expect(requests.map(({ body }) => body).toSorted()).toEqual(bodies.toSorted());
  });

  it("keeps its own bytes, path and headers when many are sent concurrently", async () => {
    const before = listener.requests.length;
    const count = 200;
    // Each of another length, the first one empty, and with bytes that are not UTF-8.
    const bodyOf = (index: number) => Buffer.alloc(index * 37, Uint8Array.of(index, 0, 255, 10));
    const replies = await Promise.all(
      Array.from({ length: count }, (_, index) => {
        const sent = { body: bodyOf(index), headers: { "x-index": String(index) } };
        return send(`${world.endpoint.url}/${index}?index=${index}`, sent);
      }),
    );
    const ids = replies.map(({ body }) => JSON.parse(body.toString()).id);
    const requests = (await listener.take(before + count)).slice(before);
    expect(new Set(requests.map(({ headers }) => headers["x-index"])).size).toBe(count);
    for (const request of requests) {
      const index = Number(request.headers["x-index"]);
      expect(request.id).toBe(ids[index]);
      expect(request.path).toBe(`/h/${world.endpoint.id}/${index}`);
      expect(request.rawQuery).toBe(`index=${index}`);
      expect(bytesOf(request).equals(bodyOf(index))).toBe(true);
    }
  });
});
