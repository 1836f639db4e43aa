import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import worker from "../../src/worker/index.ts";
import { clientAt, HUBS_UNREACHABLE } from "./support/deployment.ts";
import type { RequestPage } from "../../src/protocol/replies.ts";
import { VERSION } from "../../src/worker/hub/contract/version.ts";
import { fillHub } from "./support/fill-hub.ts";
import { connect } from "./support/test-listener.ts";
import {
  call,
  callAs,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  ORIGIN,
  postWebhook,
} from "./support/world.ts";

/** Runs SQL in a hub's database, to make its next step fail. */
async function inHub(endpointId: string, sql: string): Promise<void> {
  await runInDurableObject(hubOf(endpointId), (_, { storage }) => void storage.sql.exec(sql));
}

const accepted = (replies: Response[]) => replies.filter(({ status }) => status === 200).length;

function race(id: string, count: number): Promise<Response[]> {
  return Promise.all(Array.from({ length: count }, () => call(`/h/${id}`, { method: "POST" })));
}

describe("revoking a key", () => {
  it("closes the sockets of an endpoint whose deletion has not reached its hub", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    const { id: keyId, key } = await newKey(account);
    const listener = await connect(id, key);
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const deletion = await clientAt(HUBS_UNREACHABLE, account).endpoints.delete(id);
    expect(deletion).toEqual({ deleted: true, pending: 1 });
    log.mockRestore();
    const revoke = await callAs(account.token, "DELETE", `/api/keys/${keyId}`);
    expect(await json(revoke)).toEqual({ revoked: true, closedConnections: 1 });
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
  });
});

describe("the outbox", () => {
  it("delivers the other entries if one is of an unknown type", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    const { id: keyId, key } = await newKey(account);
    const listener = await connect(id, key);
    const insert = "INSERT INTO outbox (endpoint_id, command, created_at) VALUES (?, ?, 0)";
    await env.DB.batch([
      env.DB.prepare(insert).bind(id, '{"type":"from-the-future"}'),
      env.DB.prepare(insert).bind(id, JSON.stringify({ type: "revoke", credentialId: keyId })),
    ]);
    await worker.scheduled({} as ScheduledController, env);
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    await env.DB.prepare("DELETE FROM outbox WHERE endpoint_id = ?").bind(id).run();
  });
});

describe("the allowance", () => {
  it("asks a hub again for its unused lease if that failed before", async () => {
    const account = await newAccount("free");
    const [a, b] = [(await newEndpoint(account)).id, (await newEndpoint(account)).id];
    await postWebhook(b);
    await inHub(
      b,
      "CREATE TRIGGER stuck BEFORE INSERT ON lease BEGIN SELECT RAISE(ABORT, 'x'); END",
    );
    expect(accepted(await race(a, 110))).toBe(94);
    await inHub(b, "DROP TRIGGER stuck");
    expect(accepted(await race(a, 10))).toBe(0);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5_000 });
    expect(accepted(await race(a, 10))).toBe(5);
    vi.useRealTimers();
  });

  it("loses nothing if an endpoint is deleted while its webhooks race", async () => {
    const account = await newAccount("free");
    const [a, b] = [(await newEndpoint(account)).id, (await newEndpoint(account)).id];
    const racing = race(a, 60);
    const deleting = callAs(account.token, "DELETE", `/api/endpoints/${a}`);
    const taken = accepted(await racing);
    await json(await deleting);
    expect(accepted(await race(b, 120))).toBe(100 - taken);
  });
});

describe("updating an endpoint", () => {
  it("keeps both changes if two updates race", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    const path = `/api/endpoints/${id}`;
    const bodies = [{ alias: "kept" }, { isPermanent: true }];
    const patches = bodies.map((body) => callAs(account.token, "PATCH", path, body));
    for (const reply of await Promise.all(patches)) expect(reply.status).toBe(200);
    const row = await json(await callAs(account.token, "GET", path));
    expect(row).toMatchObject({ alias: "kept", is_permanent: true });
  });

  it("gets a 404 if a deletion that races it comes first", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    const path = `/api/endpoints/${id}`;
    const deleting = callAs(account.token, "DELETE", path);
    const patch = await callAs(account.token, "PATCH", path, { alias: "late" });
    expect([200, 404]).toContain(patch.status);
    await json(await deleting);
    expect((await callAs(account.token, "PATCH", path, { alias: "later" })).status).toBe(404);
  });
});

describe("a page of history", () => {
  it("fits into one reply, however large its requests are", async () => {
    const account = await newAccount("team");
    const { id } = await newEndpoint(account);
    const headers = { "x-large": "x".repeat(16_000) };
    const body = "x".repeat(1024 * 1024);
    await call(`/h/${id}`, { method: "POST", headers, body });
    await fillHub(id, 34);
    const path = `/api/endpoints/${id}/requests?limit=100`;
    const all = await json<RequestPage>(await callAs(account.token, "GET", path));
    const found = await json<RequestPage>(await callAs(account.token, "GET", `${path}&q=x-large`));
    for (const { requests } of [all, found]) {
      expect(requests.map((row) => row.body.length)).toEqual([
        ...Array<number>(4).fill(body.length),
        ...Array<number>(30).fill(0),
      ]);
      const url = `${ORIGIN}/api/requests/${requests[4]?.id}/body`;
      expect(requests[4]).toMatchObject({ body_encoding: "omitted", body_url: url });
    }
  });

  it.each([{}, { q: "x-large" }])("takes 4 MiB of bodies out of the hub: %j", async (filter) => {
    const { id } = await newEndpoint(await newAccount("team"));
    const body = new Uint8Array(700 * 1024);
    await call(`/h/${id}`, { method: "POST", headers: { "x-large": "" }, body });
    await fillHub(id, 20);
    const page = await hubOf(id).page({ limit: 100, offset: 0, filter }, VERSION);
    const sizes = page.requests.map((request) => request.body?.length ?? 0);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(5 * body.length);
  });
});

describe("an anonymous caller", () => {
  it("can't make a signature check expensive", async () => {
    const body = { provider: "standard-webhooks", payload: "x", secret: "whsec_AAAA", id: "1" };
    const signature = " ".repeat(1_900_000);
    const text = JSON.stringify({ ...body, timestamp: 1, signature });
    const reply = await call("/api/verify-signature", { method: "POST", body: text });
    expect(await json(reply, 400)).toMatchObject({ field: "signature" });
  });
});
