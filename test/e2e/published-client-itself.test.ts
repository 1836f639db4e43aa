import { afterEach, describe, expect, it } from "vitest";
import { OtherServer, type Behaviour } from "./support/other-server.ts";
import { PublishedClient } from "./support/published-client.ts";
import { until } from "./support/wait.ts";

const ENDPOINT_ID = "00000000-0000-4000-8000-000000000000";
const NO_DELAY = { HOOKNEXUS_RECONNECT_AFTER_MS: "1" };
const TOKEN = "any text, because a token is opaque";
const LISTEN = ["listen", ENDPOINT_ID];

let server: OtherServer;
let client: PublishedClient;

afterEach(async () => {
  await client.kill();
  server.close();
});

async function facing(behaviour: Partial<Behaviour>): Promise<void> {
  server = await OtherServer.start({ status: 200, body: "", ...behaviour });
  client = new PublishedClient(server, TOKEN);
}

/** Runs a listener against a server that refuses every handshake. Returns the printed lines. */
async function refused(status: number, body: string): Promise<string[]> {
  await facing({ status, body });
  const listener = client.start(LISTEN, NO_DELAY);
  expect((await listener.ends()).code).toBe(1);
  return listener.output.trimEnd().split("\n");
}

const frame = (type: string, payload: unknown) =>
  JSON.stringify({ type, timestamp: 1_795_539_601_344, payload });

const EVENT = {
  id: "00000000-0000-4000-8000-000000000001",
  endpointId: ENDPOINT_ID,
  method: "POST",
  path: `/h/${ENDPOINT_ID}`,
  headers: {},
  query: {},
  body: "",
  contentType: null,
  ip: null,
  userAgent: null,
  size: 0,
  createdAt: "2026-11-24T19:20:01.344Z",
};

/** Starts a server that accepts every connection and sends these events. */
function facingEvents(...events: unknown[]): Promise<void> {
  const frames = events.map((event) => frame("new_request", event));
  return facing({ open: (socket) => frames.forEach((text) => socket.send(text)) });
}

describe("the stand-in for the published client", () => {
  it("connects with its token in the query and the header, and identifies itself", async () => {
    await facing({ open: (socket) => socket.send(frame("connected", {})) });
    await client.connected(["forward", ENDPOINT_ID, server.origin]);
    const [{ url, headers } = {}] = server.requests;
    const token = new URLSearchParams({ token: TOKEN });
    expect(url).toBe(`/ws/${ENDPOINT_ID}?${token}&client=cli&mode=forward`);
    expect(headers?.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it("always pings with the same text", async () => {
    await facing({ open: (socket) => socket.send(frame("connected", {})) });
    await client.connected(LISTEN, { HOOKNEXUS_PING_EVERY_MS: "10" });
    await server.hears(3);
    expect(new Set(server.frames)).toEqual(new Set(['{"type":"ping"}']));
  });

  it("logs out with a JSON content type and no body", async () => {
    await facing({});
    await client.run("logout");
    const [{ method, url, headers } = {}] = server.requests;
    expect([method, url]).toEqual(["POST", "/auth/logout"]);
    expect(headers).toMatchObject({ "content-type": "application/json", "content-length": "0" });
  });

  it("prints an error that is an object as [object Object]", async () => {
    await facing({ status: 400, body: '{"error":{"message":"a sentence"}}' });
    expect((await client.run("whoami")).lines).toEqual(["Error: [object Object]"]);
  });

  it.each([
    [401, '{"error":"Sign in"}', "Signed out: the token is not valid any more."],
    [404, "", "The endpoint does not exist."],
    [403, '{"error":"No keys","code":"plan"}', "Refused: No keys"],
    [403, '{"error":{"message":"No keys"}}', "Refused: [object Object]"],
    [
      403,
      '{"error":"Connection limit reached","max":2,"code":"limit"}',
      "Refused: Connection limit reached",
    ],
  ])("stops if a handshake is answered with %i %s", async (status, body, last) => {
    expect(await refused(status, body)).toEqual([last]);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [404, '{"error":"Endpoint not found"}', "The endpoint does not exist."],
    [403, '{"error":"Connection limit reached","max":2}', "Connection limit reached: 2"],
    [503, "", "The server answered 503."],
  ])("retries ten times after %i %s, then gives up", async (status, body, sentence) => {
    const lines = await refused(status, body);
    expect(server.requests).toHaveLength(11);
    expect(lines.filter((line) => line === sentence)).toHaveLength(11);
    expect(lines.at(-1)).toBe("Gave up after 10 attempts.");
  });

  it("reconnects without limit to a server that accepts and then closes, whatever the code", async () => {
    await facing({ open: (socket) => socket.close(4401, "revoked") });
    const listener = client.start(LISTEN, NO_DELAY);
    await listener.says("Reconnecting (1 of 10)\nDisconnected.\n".repeat(11));
  });

  it("drops an event whose headers or query is text", async () => {
    const bad = { ...EVENT, body: "bad" };
    const last = { ...EVENT, body: "last" };
    await facingEvents({ ...bad, headers: "{}" }, { ...bad, query: "{}" }, last);
    const listener = client.start(LISTEN);
    await listener.says("last");
    expect(listener.output).not.toContain("bad");
  });

  it("can't forward an event with a header that `fetch` refuses", async () => {
    const names = ["expect", "keep-alive", "upgrade", "transfer-encoding"];
    await facingEvents(...names.map((name) => ({ ...EVENT, headers: { [name]: "anything" } })));
    const forwarder = client.start(["forward", ENDPOINT_ID, server.origin]);
    const failures = () => forwarder.output.split("\n").filter((line) => line !== "");
    await until(() => failures().length === names.length, "a line for each event");
    for (const name of names) {
      const line = new RegExp(`^POST / failed: .*${name} header`);
      expect(failures()).toContainEqual(expect.stringMatching(line));
    }
  });
});
