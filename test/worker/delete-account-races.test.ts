import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import worker from "../../src/worker/index.ts";
import { clientAt, HUBS_UNREACHABLE } from "./support/deployment.ts";
import { expectGone, expectNoTraceOf } from "./support/left-behind.ts";
import { rounds } from "./support/rounds.ts";
import { connect, TestListener, upgrade } from "./support/test-listener.ts";
import {
  ADMIN_TOKEN,
  call,
  clientOf,
  expectRefusals,
  hubOf,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
} from "./support/world.ts";

const ROUNDS = rounds(4);

afterEach(() => void vi.restoreAllMocks());

/** Runs the cron trigger once, as the platform does every minute. */
async function runCron(): Promise<void> {
  await worker.scheduled({} as ScheduledController, env);
}

async function newInbox() {
  const account = await newAccount("team");
  const { id } = await newEndpoint(account);
  const { key } = await newKey(account);
  return { account, id, key };
}

/** Makes a call many times, spread over a few milliseconds. */
function many<Value>(times: number, make: () => Promise<Value>): Promise<Value>[] {
  return Array.from({ length: times }, async (_, n) => {
    await scheduler.wait(n % 4);
    return make();
  });
}

describe("an account that is deleted while it is in use", () => {
  it("accepts webhooks until then and none afterwards, and keeps none of them", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { account, id } = await newInbox();
      await postWebhook(id);
      const small = many(30, () => call(`/h/${id}`, { method: "POST", body: "x" }));
      const body = new Uint8Array(2_500_000);
      const large = many(2, () => call(`/h/${id}`, { method: "POST", body }));
      const deleting = clientOf(account).account.delete(account.email);
      const replies = await Promise.all([...small, ...large]);
      expect(await deleting).toEqual({ deleted: true });
      for (const { status } of replies) expect([200, 404]).toContain(status);
      await expectGone(id);
      await expectNoTraceOf(account.id, id);
    }
  });

  it("leaves no socket open, even if upgrades race", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { account, id, key } = await newInbox();
      const before = await connect(id, key);
      const upgrades = many(12, () => upgrade(`/ws/${id}?apikey=${key}`));
      await clientOf(account).account.delete(account.email);
      expect(await before.closeCode()).toBe(CLOSE.ENDPOINT_GONE);
      for (const reply of await Promise.all(upgrades)) {
        if (reply.webSocket) {
          expect(await new TestListener(reply.webSocket).closeCode()).toBe(CLOSE.ENDPOINT_GONE);
        } else expect([401, 404]).toContain(reply.status);
      }
      await expectGone(id);
      await expectNoTraceOf(account.id, id);
    }
  });

  it("keeps no endpoint and no key that are created meanwhile", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { account } = await newInbox();
      const { endpoints, keys } = clientOf(account);
      const made = many(8, () => endpoints.create({}));
      const others = many(8, () => keys.create({}));
      // The rejections are checked below, when all calls have settled.
      const settling = Promise.allSettled([...made, ...others]);
      await clientOf(account).account.delete(account.email);
      for (const one of await settling) {
        if (one.status === "rejected") expect(one.reason).toMatchObject({ status: 401 });
      }
      for (const one of await Promise.allSettled(made)) {
        if (one.status === "fulfilled") await expectGone(one.value.id);
      }
      await expectNoTraceOf(account.id);
    }
  });

  it("refuses a call that was authenticated just before, as not signed in", async () => {
    const { account } = await newInbox();
    // As if the account were deleted between the authentication and the write.
    const prepare = env.DB.prepare.bind(env.DB);
    const DB = Object.assign(Object.create(env.DB), {
      prepare,
      batch: async (statements: D1PreparedStatement[]) => {
        await clientOf(account).account.delete(account.email);
        return env.DB.batch(statements);
      },
    });
    const late = clientAt({ ...env, DB }, account).endpoints.create();
    await expectRefusals([late], { status: 401, code: "not_signed_in" });
  });
});

describe("an account that is deleted while its hubs can't be reached", () => {
  it("loses access immediately, and the outbox removes the rest later", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { account, id, key } = await newInbox();
    const other = await newEndpoint(account);
    await postWebhook(id, "kept until its hub is reached");
    const listener = await connect(id, key);
    // This leaves an outbox entry that would name the account.
    const { admin } = clientAt(HUBS_UNREACHABLE, { token: ADMIN_TOKEN });
    await admin.changeAccount(account.id, { plan: "pro" });
    const { endpoints, account: own } = clientAt(HUBS_UNREACHABLE, account);
    await endpoints.delete(other.id);
    expect(await own.delete(account.email)).toEqual({ deleted: true, pending: 1 });
    expect(log).toHaveBeenCalled();
    const ended = [clientOf(account).account.me(), clientOf({ token: key }).endpoints.list()];
    await expectRefusals(ended, { status: 401 });
    expect((await upgrade(`/ws/${id}?apikey=${key}`)).status).toBe(401);
    await expectNoTraceOf(account.id, account.email);
    await runCron();
    expect(await listener.closeCode()).toBe(CLOSE.ENDPOINT_GONE);
    for (const one of [id, other.id]) await expectGone(one);
    await expectNoTraceOf(id, other.id);
  });

  it("accepts no more webhooks than its hubs have leased", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { account, id } = await newInbox();
    // The hub has no lease yet: the first webhook of the day requests one.
    await clientAt(HUBS_UNREACHABLE, account).account.delete(account.email);
    const reply = await call(`/h/${id}`, { method: "POST", body: "late" });
    expect(reply.status).toBe(429);
    await runCron();
    await expectGone(id);
  });

  it("completes its earlier deletions of endpoints, and closes their sockets", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { account, id, key } = await newInbox();
    const listener = await connect(id, key);
    const { admin } = clientAt(HUBS_UNREACHABLE, { token: ADMIN_TOKEN });
    expect(await admin.changeAccount(account.id, { plan: "pro" })).toMatchObject({ pending: 1 });
    const { endpoints } = clientAt(HUBS_UNREACHABLE, account);
    expect(await endpoints.delete(id)).toEqual({ deleted: true, pending: 1 });
    expect(await clientOf(account).account.delete(account.email)).toEqual({ deleted: true });
    expect(await listener.closeCode()).toBe(CLOSE.ENDPOINT_GONE);
    await expectGone(id);
    await expectNoTraceOf(account.id, id);
  });

  it("has its allowance closed later if that failed at first", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { account, id } = await newInbox();
    const close = () => Promise.reject(new Error("unreachable"));
    const getByName = (name: string) =>
      Object.assign(Object.create(env.ALLOWANCE.getByName(name)), { close, used: close });
    const ALLOWANCE = Object.assign(Object.create(env.ALLOWANCE), { getByName });
    const { delete: remove } = clientAt({ ...env, ALLOWANCE }, account).account;
    expect(await remove(account.email)).toEqual({ deleted: true, pending: 1 });
    await expectGone(id);
    await runCron();
    await expectNoTraceOf(account.id);
    const request = { endpointId: id, day: 1, wanted: 1, limit: null };
    expect(await env.ALLOWANCE.getByName(account.id).lease(request)).toMatchObject({ granted: 0 });
  });
});

describe("a hub that was never configured", () => {
  it("is deleted with the account, and accepts nothing", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const account = await newAccount("team");
    const { id } = await clientAt(HUBS_UNREACHABLE, account).endpoints.create();
    await clientOf(account).account.delete(account.email);
    expect(await hubOf(id).bodyLimit()).toBe(0);
    await expectGone(id);
  });
});
