import { randomBytes } from "node:crypto";
import { sign, verify } from "@octokit/webhooks-methods";
import { Webhook } from "standardwebhooks";
import { Stripe } from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ExactTarget, type Exact } from "./support/exact-target.ts";
import { send, type Outgoing } from "./support/http.ts";
import type { Program } from "./support/program.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { useCommandLine } from "./support/use-command-line.ts";

const server = useSharedServer();
const user = useCommandLine(server, { credential: "key", each: "file" });
let target: ExactTarget;
let forwarder: Program;

beforeAll(async () => {
  target = await ExactTarget.open();
  const to = ["--to", `${target.origin}/in?own=1`, "--preserve-path"];
  forwarder = await user.cli.connected(["forward", ...to, "-H", "x-set: by me", "-H", "x-old:"]);
});
afterAll(async () => {
  await target.goDown();
});
beforeEach(() => void (target.arrived.length = 0));

/** Sends a webhook. Returns the request that arrives at the target. */
async function forwarded(path: string, outgoing: Outgoing): Promise<Exact> {
  const { status } = await send(user.endpoint.url + path, outgoing);
  expect(status).toBe(200);
  const [arrived] = await target.has(1);
  if (!arrived) throw new Error("Nothing arrived.");
  return arrived;
}

/** JSON that no library would write like this, so re-serialising would change it. */
const PAYLOAD = '{ "amount" : 1.50,\n  "größe":"\\u00e9é 👋", "n":1e2 }\r\n';
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

describe("a forwarded signature verifies with the provider's own library:", () => {
  it("GitHub", async () => {
    const signature = await sign(SECRET, PAYLOAD);
    const { body, headers } = await forwarded("/github", {
      headers: { "x-hub-signature-256": signature, "content-type": "application/json" },
      body: PAYLOAD,
    });
    const claimed = headers["x-hub-signature-256"] ?? "";
    expect(await verify(SECRET, body.toString("utf8"), claimed)).toBe(true);
    expect(await verify(SECRET, `${body.toString("utf8")} `, claimed)).toBe(false);
  });

  it("Stripe", async () => {
    const stripe = new Stripe("sk_test_of_nobody");
    const event = JSON.stringify({ id: "evt_1", object: "event", data: { note: PAYLOAD } });
    const signature = stripe.webhooks.generateTestHeaderString({ payload: event, secret: SECRET });
    const { body, headers } = await forwarded("/stripe", {
      headers: { "stripe-signature": signature },
      body: event,
    });
    const claimed = headers["stripe-signature"] ?? "";
    expect(stripe.webhooks.constructEvent(body, claimed, SECRET)).toMatchObject({ id: "evt_1" });
    const altered = Buffer.concat([body, Buffer.from(" ")]);
    expect(() => stripe.webhooks.constructEvent(altered, claimed, SECRET)).toThrow(/signature/);
  });

  it("Standard Webhooks", async () => {
    const webhook = new Webhook(SECRET);
    const now = new Date();
    const { body, headers } = await forwarded("/standard", {
      headers: {
        "webhook-id": "msg_1",
        "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
        "webhook-signature": webhook.sign("msg_1", now, PAYLOAD),
      },
      body: PAYLOAD,
    });
    expect(webhook.verify(body, headers)).toMatchObject({ amount: 1.5 });
    expect(() => webhook.verify(`${body.toString()} `, headers)).toThrow();
  });
});

const BODIES: [what: string, bytes: Buffer][] = [
  ["bytes that are not text", Buffer.from([0, 255, 254, 128, 10, 13, 0])],
  ["a byte order mark", Buffer.from("\ufeff{}")],
  ["2 MiB of text", Buffer.alloc(2 * 1024 * 1024, "größe ")],
  ["2 MiB of noise", randomBytes(2 * 1024 * 1024)],
  ["exactly 1 MiB", randomBytes(1024 * 1024)],
  ["one byte more", randomBytes(1024 * 1024 + 1)],
];

describe("a forwarded body is exact to the byte:", () => {
  it.each(BODIES)("%s", async (_, bytes) => {
    const { body, headers } = await forwarded("/bytes", { body: bytes });
    expect(Buffer.compare(body, bytes)).toBe(0);
    expect(headers["content-length"]).toBe(String(bytes.length));
  });

  it("a chunked one, and an empty one", async () => {
    const { body, headers } = await forwarded("/", { body: "in chunks", isChunked: true });
    expect([body.toString(), headers["content-length"]]).toEqual(["in chunks", "9"]);
    target.arrived.length = 0;
    const empty = await forwarded("/", { body: "" });
    expect(empty.headers["content-length"]).toBe("0");
  });
});

describe("a forwarded request keeps", () => {
  it.each(["GET", "HEAD", "DELETE", "OPTIONS", "PURGE", "PROPFIND", "QUERY"])(
    "its method, without a body if it had none: %s",
    async (method) => {
      const { headers, ...arrived } = await forwarded("/none", { method });
      expect(arrived).toMatchObject({ method, url: "/in/none?own=1" });
      expect(headers).not.toHaveProperty("transfer-encoding");
      expect(arrived.body).toHaveLength(0);
    },
  );

  it("the body of a GET request", async () => {
    expect((await forwarded("", { method: "GET", body: "odd" })).body.toString()).toBe("odd");
  });

  it.each([
    "/a%2Fb/%00/%zz//c;d=1/'()!*",
    "//double//",
    "/%C3%A9/%F0%9F%91%8B",
    "/trailing/",
    "/a?page=1&page=2&q=%C3%A9+x&empty=&&=v&%zz",
    "?only=query&only=twice",
  ])("its path and query as they were sent: %s", async (path) => {
    const { url } = await forwarded(path, { body: "x" });
    const [way = "", query = ""] = path.split("?");
    expect(url).toBe(`/in${way}?own=1${query && `&${query}`}`);
  });

  it("its headers, except those of the sender's connection", async () => {
    const { rawHeaders, headers } = await forwarded("/", {
      headers: {
        "x-kept": "a, b",
        "x-umlaut": Buffer.from("größe").toString("latin1"),
        "x-old": "of the sender",
        "x-hop": "of the connection",
        connection: "close, x-hop",
        te: "trailers",
        "keep-alive": "timeout=5",
        authorization: "Bearer of-the-sender",
        cookie: "a=1; b=2",
      },
      body: "x",
    });
    expect(headers).toMatchObject({
      "x-kept": "a, b",
      "x-set": "by me",
      "x-old": "",
      host: `127.0.0.1:${target.port}`,
      authorization: "Bearer of-the-sender",
      cookie: "a=1; b=2",
      connection: "close",
    });
    expect(Buffer.from(headers["x-umlaut"] ?? "", "latin1").toString()).toBe("größe");
    for (const name of ["x-hop", "te", "keep-alive"]) expect(headers).not.toHaveProperty(name);
    const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });
});

it("prints the target's status, time and size, and counts an error status as delivered", async () => {
  target.status = 500;
  await forwarded("/fails", { body: "x" });
  target.status = 204;
  await forwarder.says("POST /in/fails?own=1 → 500 in ");
  expect(forwarder.output).toMatch(/→ 500 in \d+ ms, 0 B\n/);
  expect(forwarder.output).not.toContain("not sent");
});
