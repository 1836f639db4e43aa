import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RequestRow } from "../../src/protocol/captured-request.ts";
import { DEVICE_GRANT_TYPE } from "../../src/protocol/device.ts";
import { mainDatabase, readOldState } from "../fixtures/old-state.ts";
import { callAs, json, revokeKey } from "./support/api.ts";
import { send } from "./support/http.ts";
import { TestServer } from "./support/server.ts";
import { connect, tryToConnect } from "./support/socket.ts";

/** Written by commit 1129d1c; the README beside it explains how. */
const { archive, recording, secrets } = readOldState("state-1129d1c");
const { token, keys, endpoints } = secrets;
const { orders, deleted } = endpoints;
const stored = recording.histories[orders] ?? [];
const lastSeq = stored.at(-1)?.seq ?? 0;
const settings = { PUBLIC_URL: recording.publicUrl };

/** Enough to stop the server and start it again on a busy machine. */
const RESTART_MS = 120_000;

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.prepare();
  mkdirSync(server.stateDir);
  execFileSync("tar", ["-xzf", archive, "-C", server.stateDir]);
  await server.start(settings);
});
afterAll(() => server.remove());

async function read<Body>(path: string, secret = token): Promise<Body> {
  return json(await callAs(server, secret, "GET", path));
}

async function history(endpointId: string): Promise<RequestRow[]> {
  const path = `/api/endpoints/${endpointId}/requests?after=0&limit=100`;
  return (await read<{ requests: RequestRow[] }>(path)).requests;
}

function post(endpointId: string, body: string) {
  return send(`${server.origin}/h/${endpointId}`, { body });
}

async function expectRefused(key: string): Promise<void> {
  expect(await tryToConnect(server, orders, { apikey: key })).toMatchObject({ status: 401 });
  expect((await callAs(server, key, "GET", "/api/endpoints")).status).toBe(401);
}

describe("a state folder that an older version wrote", () => {
  it("shows the account, its endpoints, keys and sessions as the older version did", async () => {
    expect(await read("/auth/me")).toMatchObject(recording.me);
    expect(await read("/api/endpoints")).toMatchObject({ endpoints: recording.endpoints });
    expect(await read("/api/keys")).toMatchObject({ keys: recording.keys });
    expect(await read("/api/account/sessions")).toMatchObject({ sessions: recording.sessions });
  });

  it("shows every stored request, and its body to the byte", async () => {
    for (const [endpointId, rows] of Object.entries(recording.histories)) {
      expect(await history(endpointId)).toMatchObject(rows);
    }
    for (const [requestId, hash] of Object.entries(recording.bodies)) {
      const reply = await callAs(server, token, "GET", `/api/requests/${requestId}/body`);
      const body = Buffer.from(await reply.arrayBuffer());
      expect(createHash("sha256").update(body).digest("hex"), requestId).toBe(hash);
    }
  });

  it("sends a listener the stored requests in order, then live ones", async () => {
    const listener = await connect(server, orders, keys.listening.key, { since: "0" });
    await listener.take(stored.length);
    expect(listener.frames.slice(1)).toMatchObject(recording.frames);
    await post(orders, "from the newer version");
    await listener.take(stored.length + 1);
    expect(listener.requests.at(-1)).toMatchObject({
      seq: lastSeq + 1,
      body: "from the newer version",
    });
    await listener.close();
  });

  it.each(recording.exchanges)("still answers senders with $name", async (exchange) => {
    const { method, path, body, reply } = exchange;
    const sent = method === "GET" ? { method } : { method, body };
    const { status, headers, body: answer } = await send(server.origin + path, sent);
    expect({ status, headers, body: answer.toString() }).toMatchObject(reply);
  });

  it("still refuses webhooks for a paused endpoint", async () => {
    const paused = recording.endpoints.find(({ is_paused }) => is_paused)?.id ?? "";
    expect((await post(paused, "refused")).status).toBe(403);
  });

  it("does not know the deleted endpoint", async () => {
    expect((await post(deleted, "too late")).status).toBe(404);
    const byKey = { apikey: keys.listening.key };
    expect(await tryToConnect(server, deleted, byKey)).toMatchObject({ status: 404 });
    expect((await callAs(server, token, "GET", `/api/endpoints/${deleted}`)).status).toBe(404);
  });

  it("accepts its session, and knows its pending device sign-in", async () => {
    const { origin } = server;
    const me = await fetch(`${origin}/auth/me`, { headers: { cookie: secrets.cookie } });
    expect(await json(me)).toMatchObject(recording.me);
    const form = { grant_type: DEVICE_GRANT_TYPE, device_code: secrets.deviceCode };
    const body = new URLSearchParams(form);
    const polled = await fetch(`${origin}/auth/device/token`, { method: "POST", body });
    expect(await json(polled, 400)).toMatchObject({ error: "authorization_pending" });
  });

  it("accepts the restricted and the rotated key, and refuses the replaced and revoked ones", async () => {
    const seen = await read<{ endpoints: { id: string }[] }>("/api/endpoints", keys.restricted.key);
    expect(seen.endpoints.map(({ id }) => id)).toEqual([orders]);
    await (await connect(server, orders, keys.rotated.key)).close();
    for (const { key } of [keys.replaced, keys.revoked, keys.untold]) await expectRefused(key);
  });

  it("closes the sockets of a key when it is revoked, and refuses the key from then on", async () => {
    const listener = await connect(server, orders, keys.listening.key);
    // The runtime closes the connection of a peer that has sent something without delay.
    await listener.ping();
    await revokeKey(server, token, keys.listening.id);
    expect(await listener.closed).toBe(4401);
    await expectRefused(keys.listening.key);
  });
});

describe("the same folder after a second start", () => {
  /** The hub knows one by the older version's tombstone, the other by a command in the outbox. */
  const revokedBefore = [keys.revoked, keys.untold];
  let before: RequestRow[];
  let undelivered: unknown[];

  beforeAll(async () => {
    before = await history(orders);
    await server.stop();
    const database = new DatabaseSync(mainDatabase(server.stateDir));
    undelivered = database.prepare("SELECT * FROM outbox").all();
    const forget = database.prepare("UPDATE credentials SET revoked_at = NULL WHERE id = ?");
    for (const { id } of revokedBefore) forget.run(id);
    database.close();
    await server.start(settings);
  }, RESTART_MS);

  it("holds the requests of both versions", async () => {
    expect(before.length).toBe(stored.length + 1 + recording.exchanges.length);
    expect(await history(orders)).toEqual(before);
    await expectRefused(keys.listening.key);
  });

  it("has an empty outbox, because it delivered what the older version had not", () => {
    expect(undelivered).toEqual([]);
  });

  it("refuses the revoked keys at the hub, even if D1 says that they are valid", async () => {
    for (const { key } of revokedBefore) {
      await read("/api/endpoints", key);
      expect(await tryToConnect(server, orders, { apikey: key })).toMatchObject({ status: 401 });
    }
  });
});
