import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import worker from "../../src/worker/index.ts";
import { rounds } from "./support/rounds.ts";
import { connect, TestListener, upgrade } from "./support/test-listener.ts";
import {
  callAs,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

const ROUNDS = rounds(8);
const START = Date.now();

async function newInbox() {
  const account = await newAccount("team");
  const endpoints = await Promise.all([1, 2, 3].map(() => newEndpoint(account)));
  return { account, endpointIds: endpoints.map(({ id }) => id) };
}

const first = <Item>([item]: Item[]): Item => {
  if (item === undefined) throw new Error("The list is empty.");
  return item;
};

function revokeKey({ token }: TestAccount, id: string): Promise<Response> {
  return callAs(token, "DELETE", `/api/keys/${id}`);
}

/** Runs the cron trigger once, as the platform does every minute. */
async function runCron(): Promise<void> {
  await worker.scheduled({} as ScheduledController, env);
}

function outboxOf(endpointId: string): Promise<unknown[]> {
  const query = "SELECT command FROM outbox WHERE endpoint_id = ?";
  return env.DB.prepare(query)
    .bind(endpointId)
    .all()
    .then(({ results }) => results);
}

/** Makes a hub fail to write tombstones, like a full disk. Resolves to a function to repair it. */
async function breakHub(endpointId: string): Promise<() => Promise<void>> {
  const run = (sql: string) =>
    runInDurableObject(hubOf(endpointId), (_, { storage }) => void storage.sql.exec(sql));
  await run(
    "CREATE TRIGGER broken BEFORE INSERT ON tombstones BEGIN SELECT RAISE(ABORT, 'broken'); END",
  );
  return () => run("DROP TRIGGER broken");
}

describe("revoking a key", () => {
  it("closes its sockets on every endpoint, and not those of other credentials", async () => {
    const { account, endpointIds } = await newInbox();
    const doomed = await newKey(account);
    const other = await newKey(account);
    const out = await Promise.all(endpointIds.map((id) => connect(id, doomed.key)));
    const staying = await Promise.all([
      ...endpointIds.map((id) => connect(id, other.key)),
      connect(first(endpointIds), other.key),
    ]);
    const reply = await json(await revokeKey(account, doomed.id));
    expect(reply).toEqual({ revoked: true, closedConnections: 3 });
    for (const listener of out) {
      expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    }
    for (const id of endpointIds) await postWebhook(id);
    for (const listener of staying) {
      expect((await listener.take(2))[1]?.type).toBe("new_request");
      listener.close();
    }
  });

  it("takes effect everywhere immediately", async () => {
    const { account, endpointIds } = await newInbox();
    const { id, key } = await newKey(account);
    await json(await revokeKey(account, id));
    expect((await upgrade(`/ws/${first(endpointIds)}?apikey=${key}`)).status).toBe(401);
    expect((await callAs(key, "GET", "/api/endpoints")).status).toBe(401);
    expect((await revokeKey(account, id)).status).toBe(404);
    const { keys } = await json<{ keys: unknown[] }>(
      await callAs(account.token, "GET", "/api/keys"),
    );
    expect(keys).toEqual([]);
  });

  it(`leaves no racing upgrade open, in ${ROUNDS} rounds`, async () => {
    const { account, endpointIds } = await newInbox();
    for (let round = 0; round < ROUNDS; round++) {
      const { id, key } = await newKey(account);
      const before = endpointIds.map((endpoint) => upgrade(`/ws/${endpoint}?apikey=${key}`));
      const revoking = revokeKey(account, id);
      const after = endpointIds.map((endpoint) => upgrade(`/ws/${endpoint}?apikey=${key}`));
      const revoked = await revoking;
      expect(revoked.status).toBe(200);
      const openNow = endpointIds.map((endpoint) => openSocketsOf(endpoint, id));
      expect(await Promise.all(openNow)).toEqual([0, 0, 0]);
      for (const reply of await Promise.all([...before, ...after])) {
        if (!reply.webSocket) {
          expect(reply.status).toBe(401);
          continue;
        }
        // Admitted before the key was revoked, and closed by the revocation.
        const code = await new TestListener(reply.webSocket).closeCode();
        expect(code).toBe(CLOSE.CREDENTIAL_REVOKED);
      }
      expect(await Promise.all(endpointIds.map((e) => openSocketsOf(e, id)))).toEqual([0, 0, 0]);
    }
  });

  it("closes the sockets of a hub that hibernates", async () => {
    const { account, endpointIds } = await newInbox();
    const { id, key } = await newKey(account);
    const listener = await connect(first(endpointIds), key);
    await evictDurableObject(hubOf(first(endpointIds)));
    expect(await json(await revokeKey(account, id))).toMatchObject({ closedConnections: 1 });
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
  });

  it("refuses an upgrade that was authorised before and arrives afterwards", async () => {
    const { account, endpointIds } = await newInbox();
    const { id, key } = await newKey(account);
    const endpointId = first(endpointIds);
    (await connect(endpointId, key)).close();
    await json(await revokeKey(account, id));
    await evictDurableObject(hubOf(endpointId));
    // Make the key valid in D1 again, as it was when the late upgrade was authorised.
    await env.DB.prepare("UPDATE credentials SET revoked_at = NULL WHERE id = ?").bind(id).run();
    expect((await upgrade(`/ws/${endpointId}?apikey=${key}`)).status).toBe(401);
  });

  it("answers 202 if a hub fails, and the outbox completes it later", async () => {
    const { account, endpointIds } = await newInbox();
    const { id, key } = await newKey(account);
    const [broken, ...sound] = endpointIds;
    if (broken === undefined) throw new Error("There is no endpoint.");
    const stuck = await connect(broken, key);
    const others = await Promise.all(sound.map((endpoint) => connect(endpoint, key)));
    const mend = await breakHub(broken);
    expect(await json(await revokeKey(account, id), 202)).toEqual({ revoked: true, pending: 1 });
    for (const listener of others) {
      expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    }
    await runCron();
    expect(await outboxOf(broken)).toHaveLength(1);
    await mend();
    await runCron();
    expect(await stuck.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    expect(await outboxOf(broken)).toEqual([]);
    expect((await upgrade(`/ws/${broken}?apikey=${key}`)).status).toBe(401);
  });
});

describe("a command to a hub", () => {
  it("changes nothing when it arrives a second time", async () => {
    const { account, endpointIds } = await newInbox();
    const { id, key } = await newKey(account);
    const endpointId = first(endpointIds);
    await connect(endpointId, key);
    const command = { type: "revoke" as const, credentialId: id };
    expect(await hubOf(endpointId).apply(command)).toEqual({ closed: 1 });
    expect(await hubOf(endpointId).apply(command)).toEqual({ closed: 0 });
  });

  it("is ignored if it is older than the hub's settings", async () => {
    const { account, endpointIds } = await newInbox();
    const endpointId = first(endpointIds);
    const listeners: TestListener[] = [];
    for (const second of [1, 2, 3]) {
      vi.useFakeTimers({ toFake: ["Date"], now: second * 1_000 + START });
      listeners.push(await connect(endpointId, account.token));
    }
    vi.useRealTimers();
    const settings = {
      accountId: account.id,
      plan: "free" as const,
      expiresAt: null,
      isPaused: false,
      isReadOnly: false,
      response: null,
      handshakes: [],
    };
    const late = { type: "configure" as const, revision: 1, settings };
    expect(await hubOf(endpointId).apply(late)).toEqual({ closed: 0 });
    expect(await hubOf(endpointId).apply({ ...late, revision: 2 })).toEqual({ closed: 1 });
    expect(await listeners[2]?.closeCode()).toBe(CLOSE.PLAN_LIMIT_LOWERED);
    for (const listener of listeners) listener.close();
  });

  it("can't restore a deleted endpoint by configuring it", async () => {
    const { account, endpointIds } = await newInbox();
    const endpointId = first(endpointIds);
    await json(await callAs(account.token, "DELETE", `/api/endpoints/${endpointId}`));
    const settings = {
      accountId: account.id,
      plan: "team" as const,
      expiresAt: null,
      isPaused: false,
      isReadOnly: false,
      response: null,
      handshakes: [],
    };
    await hubOf(endpointId).apply({ type: "configure", revision: 99, settings });
    await evictDurableObject(hubOf(endpointId));
    await expect(postWebhook(endpointId)).rejects.toThrow("404");
  });
});

/** Counts the open sockets of a credential in the hub itself. */
function openSocketsOf(endpointId: string, credentialId: string): Promise<number> {
  return runInDurableObject(
    hubOf(endpointId),
    (_, ctx) =>
      ctx
        .getWebSockets(`credential:${credentialId}`)
        .filter(({ readyState }) => readyState === WebSocket.OPEN).length,
  );
}
