import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import worker from "../../src/worker/index.ts";
import { clientAt, HUBS_UNREACHABLE } from "./support/deployment.ts";
import { copyDatabase } from "./support/database-copy.ts";
import { connect, upgrade, type TestListener } from "./support/test-listener.ts";
import {
  ADMIN_TOKEN,
  call,
  callAs,
  clientOf,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  operator,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

/*
 * The database is restored to an earlier time, while hubs and accounts keep what happened since. The
 * tests of this file run in order, on one such accident.
 */

async function runCron(): Promise<void> {
  await worker.scheduled(createScheduledController(), env);
}

async function runResync(): Promise<number> {
  let step = await operator.admin.resync();
  while (step.next !== null) step = await operator.admin.resync(step.next);
  return step.pending;
}

const statusOf = async (path: string, token: string) => (await callAs(token, "GET", path)).status;
const connectStatus = async (id: string, key: string) =>
  (await upgrade(`/ws/${id}?apikey=${key}`)).status;

/** Hands out a key that is revoked, with the account's other things, and what restores the database. */
async function accident() {
  const [account, doomed] = [await newAccount("team"), await newAccount("plus")];
  const [kept, changed, deleted] = [
    await newEndpoint(account),
    await newEndpoint(account),
    await newEndpoint(account),
  ];
  const ofDoomed = await newEndpoint(doomed);
  const [revoked, rotated, valid] = [
    await newKey(account),
    await newKey(account),
    await newKey(account),
  ];
  await runCron();
  const restore = await copyDatabase();
  const { keys, endpoints } = clientOf(account);
  const listener = await connect(kept.id, valid.key);
  const late = await newKey(account);
  const stranger = await connect(kept.id, late.key);
  await keys.revoke(revoked.id);
  await keys.rotate(rotated.id, { overlapSeconds: 3_600 });
  await endpoints.update(changed.id, { alias: "a" });
  await endpoints.update(changed.id, { alias: "b" });
  await endpoints.delete(deleted.id);
  const created = await newEndpoint(account);
  await endpoints.update(created.id, { isPaused: true });
  const used = await newEndpoint(account, { isPermanent: true });
  await postWebhook(used.id);
  await clientOf(doomed).account.delete(doomed.email);
  await runCron();
  const things = { account, doomed, kept, changed, deleted, ofDoomed, created, used };
  return { ...things, revoked, rotated, valid, listener, stranger, restore };
}

let before: Awaited<ReturnType<typeof accident>>;
let account: TestAccount;
let listener: TestListener;

beforeAll(async () => {
  before = await accident();
  ({ account, listener } = before);
  await before.restore();
});

describe("after the database was restored", () => {
  it("a changed endpoint takes new settings at once", async () => {
    const { update } = clientOf(account).endpoints;
    await update(before.changed.id, { isPaused: true });
    expect((await call(`/h/${before.changed.id}`, { method: "POST" })).status).toBe(403);
    await update(before.changed.id, { isPaused: false });
    await postWebhook(before.changed.id);
  });

  it("the cron trigger notices it, and a revoked key can neither read nor listen", async () => {
    // Without the notice it could: the database says that the key is valid.
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    // The same run must not purge what only the restored database takes for ended.
    await env.DB.batch([
      env.DB.prepare("DELETE FROM purge_cursors"),
      env.DB.prepare("UPDATE endpoints SET expires_at = 1 WHERE id = ?").bind(before.deleted.id),
    ]);
    await runCron();
    const found = env.DB.prepare("SELECT id FROM endpoints WHERE id = ?").bind(before.deleted.id);
    expect(await found.first("id")).toBe(before.deleted.id);
    expect(log).toHaveBeenCalledWith(expect.stringContaining("/api/admin/resync"));
    log.mockRestore();
    expect(await statusOf("/api/endpoints", before.revoked.key)).toBe(401);
    expect(await connectStatus(before.kept.id, before.revoked.key)).toBe(401);
    expect(await statusOf("/auth/me", before.doomed.token)).toBe(401);
    expect(await statusOf("/api/endpoints", before.valid.key)).toBe(200);
    expect(await statusOf("/api/endpoints", before.rotated.key)).toBe(200);
  });

  it("a revoked key can't read before that, if the cron trigger has been silent", async () => {
    await env.DB.prepare(
      "UPDATE pulse SET restored_at = NULL, beaten_at = beaten_at - 180001",
    ).run();
    expect(await statusOf("/api/endpoints", before.revoked.key)).toBe(401);
    expect(await statusOf("/api/endpoints", before.valid.key)).toBe(200);
  });

  it("a run that can't reach a hub says so, and leaves the database marked", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { admin } = clientAt(HUBS_UNREACHABLE, { token: ADMIN_TOKEN });
    const { pending, next } = await admin.resync();
    log.mockRestore();
    expect(next).toBeNull();
    expect(pending).toBeGreaterThan(0);
    expect(
      await env.DB.prepare("SELECT restored_at FROM pulse").first("restored_at"),
    ).not.toBeNull();
  });

  it("a revoke reaches sockets of which the database has no record", async () => {
    const other = await connect(before.changed.id, before.rotated.key);
    await env.DB.prepare("DELETE FROM credential_hubs").run();
    const revoking = callAs(account.token, "DELETE", `/api/keys/${before.rotated.id}`);
    expect(await json(await revoking)).toEqual({ revoked: true, closedConnections: 1 });
    expect(await other.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
  });

  it("is refused to those who are not the operator, and with another cursor", async () => {
    const path = "/api/admin/resync";
    await json(await callAs(account.token, "POST", path, {}), 401);
    for (const cursor of ["", "x", `${account.id}.`, `${account.id}..1e3`]) {
      const reply = await callAs(ADMIN_TOKEN, "POST", path, { cursor });
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_field", field: "cursor" });
    }
  });
});

describe("a resync", () => {
  beforeAll(async () => {
    await env.DB.prepare("DELETE FROM credential_hubs").run();
    expect(await runResync()).toBe(0);
  });

  it("ends the mark, and the cron trigger sets no new one", async () => {
    await runCron();
    const pulse = await env.DB.prepare("SELECT restored_at FROM pulse").first("restored_at");
    expect(pulse).toBeNull();
  });

  it("revokes what was revoked", async () => {
    expect(await statusOf("/api/endpoints", before.revoked.key)).toBe(401);
    expect(await connectStatus(before.kept.id, before.revoked.key)).toBe(401);
    const { keys } = await clientOf(account).keys.list();
    expect(keys.map(({ id }) => id)).toEqual([before.valid.id]);
  });

  it("closes sockets of credentials that the database has lost, and no others", async () => {
    expect(await before.stranger.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    const { id } = await postWebhook(before.kept.id);
    expect((await listener.take(2)).at(-1)).toMatchObject({ payload: { id } });
  });

  it("records the sockets that are open, so that a revoke finds them", async () => {
    expect(await clientOf(account).keys.revoke(before.valid.id)).toMatchObject({
      closedConnections: 1,
    });
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
  });

  it("deletes what was deleted", async () => {
    expect(await statusOf(`/api/endpoints/${before.deleted.id}`, account.token)).toBe(404);
    expect(await statusOf("/auth/me", before.doomed.token)).toBe(401);
    const query = env.DB.prepare("SELECT id FROM accounts WHERE id = ?");
    expect(await query.bind(before.doomed.id).first()).toBeNull();
    expect((await call(`/h/${before.ofDoomed.id}`, { method: "POST" })).status).toBe(404);
  });

  it("brings back what was created, with its settings and its history", async () => {
    const { endpoints, requests } = clientOf(account);
    expect(await endpoints.get(before.used.id)).toMatchObject({ is_permanent: true, alias: null });
    expect(await requests.list(before.used.id)).toMatchObject({ total: 1 });
    expect(await endpoints.get(before.created.id)).toMatchObject({ is_paused: true });
  });

  it("raises revisions above those of the hubs", async () => {
    await hubOf(before.kept.id).apply({
      type: "configure",
      revision: Date.now() + 1e9,
      settings: { accountId: account.id, plan: "team" },
    });
    expect(await runResync()).toBe(0);
    await clientOf(account).endpoints.update(before.kept.id, { isPaused: true });
    expect((await call(`/h/${before.kept.id}`, { method: "POST" })).status).toBe(403);
  });
});
