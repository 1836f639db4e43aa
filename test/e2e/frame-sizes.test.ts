import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { newWorld, type World } from "./support/api.ts";
import { send, type Outgoing } from "./support/http.ts";
import { Program } from "./support/program.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { buildGo, findPython, IS_CI } from "./support/toolchains.ts";

/* Listeners with common libraries and their default limits get the largest webhooks there are. */

const FOLDER = "test/e2e/support/frame-sizes";
const LONG = "x".repeat(120 * 1024);
/** The runtime refuses URLs above 64 KiB with 414. The worker tests have paths of 120 KiB. */
const LONG_IN_URL = "x".repeat(60 * 1024);

/** A webhook, and whether its head fits into a small frame. */
interface Sent extends Outgoing {
  target?: string;
  isHeadSmall: boolean;
}

const WEBHOOKS: Sent[] = [
  { body: randomBytes(900_000), isHeadSmall: true },
  { body: '"'.repeat(600_000), isHeadSmall: true },
  { headers: { "x-long": LONG }, isHeadSmall: false },
  { target: `?long=${LONG_IN_URL}`, isHeadSmall: false },
  { target: `/${LONG_IN_URL}`, isHeadSmall: false },
  { headers: { "user-agent": LONG }, isHeadSmall: false },
  { headers: { "content-type": LONG }, isHeadSmall: false },
  { body: "the last one", isHeadSmall: true },
];

const python = findPython("websockets", "aiohttp");
const go = buildGo(`${FOLDER}/listener.go`);
const inPython = { command: python, args: [`${FOLDER}/listener.py`] };
const inGo = { command: go?.program ?? null, args: [] };

const LIBRARIES = [
  { ...inPython, name: "websockets", maxBytes: 1_000_000, query: {} },
  { ...inPython, name: "aiohttp", maxBytes: 1_000_000, query: {} },
  { ...inGo, name: "gorilla", maxBytes: 1_000_000, query: {} },
  { ...inGo, name: "nhooyr", maxBytes: 32_768, query: { inline: "32768" } },
];
type Library = (typeof LIBRARIES)[number];

const server = useSharedServer();
let world: World;
const listeners = new Map<string, Program>();

function start({ name, command, args, query }: Library, more: Record<string, string> = {}) {
  const search = new URLSearchParams({ apikey: world.key.key, ...query, ...more });
  const url = `${server.origin.replace("http", "ws")}/ws/${world.endpoint.id}?${search}`;
  return new Program(command ?? "", [...args, name, url]);
}

/** The frames that a listener printed, after the webhook that was posted last. */
async function framesOf(listener: Program) {
  await listener.says(`\nnew_request ${WEBHOOKS.length} `);
  const lines = listener.stdout.split("\n").filter((line) => line.startsWith("new_request"));
  return lines.map((line) => {
    const [, seq, bytes, bodyEncoding, headOmitted] = line.split(" ");
    return { seq: Number(seq), bytes: Number(bytes), bodyEncoding, headOmitted };
  });
}

beforeAll(async () => {
  world = await newWorld(server, "team");
  for (const library of LIBRARIES) {
    if (library.command !== null) listeners.set(library.name, start(library));
  }
  for (const listener of listeners.values()) await listener.says("connected");
  for (const { target = "", ...outgoing } of WEBHOOKS) {
    const { status } = await send(world.endpoint.url + target, { body: "hello", ...outgoing });
    expect(status).toBe(200);
  }
});
afterAll(async () => {
  for (const listener of listeners.values()) await listener.kill();
  go?.remove();
});

it.runIf(IS_CI)("CI has the tools for every library", () => {
  expect(LIBRARIES.filter(({ command }) => command === null)).toEqual([]);
});

describe.each(LIBRARIES)("a listener with $name", (library) => {
  const { name, command, maxBytes } = library;

  it.skipIf(command === null)("accepts every frame and continues", async () => {
    const live = listeners.get(name);
    if (!live) throw new Error("It is not running.");
    const again = start(library, { since: "0" });
    for (const frames of [await framesOf(live), await framesOf(again)]) {
      expect(frames.map(({ seq }) => seq)).toEqual(WEBHOOKS.map((_, index) => index + 1));
      expect(Math.max(...frames.map(({ bytes }) => bytes))).toBeLessThanOrEqual(maxBytes);
      const encodings = frames.map(({ bodyEncoding }) => bodyEncoding);
      expect(encodings.slice(0, 2)).toEqual(["omitted", "omitted"]);
      expect(encodings.at(-1)).toBe("utf8");
      const isHeadWhole = WEBHOOKS.map((sent) => sent.isHeadSmall || maxBytes > LONG.length * 4);
      expect(frames.map(({ headOmitted }) => headOmitted === "false")).toEqual(isHeadWhole);
    }
    await again.kill();
  });
});

describe("a listener that offers to compress frames", () => {
  it("gets them uncompressed", async () => {
    const { key, endpoint } = world;
    const url = `${server.origin.replace("http", "ws")}/ws/${endpoint.id}?apikey=${key.key}`;
    const socket = new WebSocket(url, { perMessageDeflate: true });
    const [handshake] = (await once(socket, "upgrade")) as [IncomingMessage];
    expect(handshake.headers).not.toHaveProperty("sec-websocket-extensions");
    socket.on("error", () => {}).terminate();
  });
});

describe("the head of a webhook", () => {
  it("above 128 KiB is refused with 431, and its sender sees that", async () => {
    const headers = { "x-long": "x".repeat(128 * 1024) };
    expect((await send(world.endpoint.url, { headers, body: "hello" })).status).toBe(431);
  });
});
