import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import worker from "../../../src/worker/index.ts";
import type { Env } from "../../../src/worker/env.ts";
import { hubOf, newAccount, newEndpoint, ORIGIN } from "../support/world.ts";

/*
 * Failures of the platform, made at the worker's bindings: a hub that is reset before or after it
 * stored a webhook, that is overloaded or throws, and a database that is locked.
 */

async function newInbox() {
  const account = await newAccount("pro");
  const { id } = await newEndpoint(account);
  await hubOf(id).stats();
  return { account, id };
}

async function fetchWith(bindings: Partial<Env>, path: string, init: RequestInit = {}) {
  const ctx = createExecutionContext();
  const request = new Request(ORIGIN + path, init);
  const response = await worker.fetch(request as never, { ...env, ...bindings }, ctx);
  await waitOnExecutionContext(ctx);
  return response;
}

const post = (bindings: Partial<Env>, id: string) =>
  fetchWith(bindings, `/h/${id}`, { method: "POST", body: "once" });

type Hub = ReturnType<Env["HUB"]["getByName"]>;

/** The hubs, with `act` in place of each of the first calls of `captureOnce`. */
function hubsThat(...acts: ((capture: () => Promise<string>) => Promise<string>)[]) {
  let calls = 0;
  const getByName = (id: string) => {
    const hub = env.HUB.getByName(id);
    const captureOnce = (heads: string, bodies: Uint8Array) => {
      const capture = () => hub.captureOnce(heads, bodies);
      return acts[calls++]?.(capture) ?? capture();
    };
    return { captureOnce, apply: (...args: Parameters<Hub["apply"]>) => hub.apply(...args) };
  };
  return { hubs: { HUB: { getByName } as unknown as Env["HUB"] }, calls: () => calls };
}

const failure = (marks: object, message = "The object was reset.") =>
  Object.assign(new Error(message), marks);

/** The error of a hub that was reset, before the call reached it. */
const isReset = () => Promise.reject(failure({ retryable: true }));

/** The same after the call has stored its webhooks. */
const isResetAfterwards = async (capture: () => Promise<string>) => {
  await capture();
  throw failure({ retryable: true });
};

const isOverloaded = () => Promise.reject(failure({ retryable: true, overloaded: true }));

const throws = () => Promise.reject(failure({ remote: true }, "a fault of ours"));

const storedCount = async (id: string) => (await hubOf(id).stats()).requestCount;

async function expectUnavailable(response: Response): Promise<void> {
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ code: "unavailable" });
}

describe("a webhook whose hub is reset", () => {
  it.each([
    ["before it is stored", [isReset]],
    ["after it is stored", [isResetAfterwards]],
    ["again and again", [isReset, isResetAfterwards, isReset]],
  ])("%s is stored once, and its sender gets 200", async (_, acts) => {
    const { id } = await newInbox();
    const { hubs, calls } = hubsThat(...acts);
    expect((await post(hubs, id)).status).toBe(200);
    expect(calls()).toBe(acts.length + 1);
    expect(await storedCount(id)).toBe(1);
  });

  it("for too long gets 503, and the next one is accepted", async () => {
    const { id } = await newInbox();
    const { hubs } = hubsThat(isReset, isReset, isReset, isReset);
    await expectUnavailable(await post(hubs, id));
    expect((await post(hubs, id)).status).toBe(200);
    expect(await storedCount(id)).toBe(1);
  });
});

describe("a webhook whose hub", () => {
  it.each([
    ["is overloaded", isOverloaded],
    ["throws", throws],
  ])("%s gets 503 after a single call, and the next one is accepted", async (_, act) => {
    const { id } = await newInbox();
    const { hubs, calls } = hubsThat(act);
    await expectUnavailable(await post(hubs, id));
    expect(calls()).toBe(1);
    expect((await post(hubs, id)).status).toBe(200);
  });
});

describe("a database that is locked", () => {
  const locked = () => {
    throw new Error("D1_ERROR: database is locked: SQLITE_BUSY");
  };
  const database = { DB: { prepare: locked, batch: locked } as unknown as D1Database };

  it("stops no webhook", async () => {
    const { id } = await newInbox();
    expect((await post(database, id)).status).toBe(200);
  });
});
