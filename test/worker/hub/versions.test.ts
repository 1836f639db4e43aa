import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { EndpointHub } from "../../../src/worker/hub/endpoint-hub.ts";
import { packRequests } from "../../../src/worker/hub/contract/packing.ts";
import { upgradeRequest } from "../../../src/worker/hub/contract/upgrade.ts";
import { PREVIOUS_VERSION, VERSION } from "../../../src/worker/hub/contract/version.ts";
import { hubOf, newAccount, newEndpoint, postWebhook } from "../support/world.ts";

const FUTURE = 99;
const REFUSED = `This hub speaks the versions ${PREVIOUS_VERSION} and ${VERSION}`;

async function newInbox(plan: "free" | "plus" | "pro" = "pro") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, id, hub: hubOf(id) };
}

/** Calls a hub's methods directly: an error that crosses RPC is reported as unhandled, too. */
const inside = (id: string, act: (hub: EndpointHub) => Promise<unknown>) =>
  runInDurableObject(hubOf(id), async (hub: EndpointHub) => void (await act(hub)));

const webhookTo = (id: string) => ({
  nonce: crypto.randomUUID(),
  method: "POST",
  path: `/h/${id}`,
  rawQuery: "",
  headersJson: "[]",
  ip: null,
  body: new Uint8Array(1),
});

const identity = {
  credentialId: "a",
  keyRank: null,
  credentialExpiresAt: null,
  clientType: "api_key",
  clientMode: "listen",
  userAgent: null,
} as const;

/** A call of each method that takes a version as its last argument. */
const CALLS: Record<string, (hub: EndpointHub, version: number) => unknown> = {
  bodyLimit: (hub, version) => hub.bodyLimit(version),
  refusal: (hub, version) => hub.refusal(1, version),
  apply: (hub, version) => hub.apply({ type: "revoke", credentialId: "a" }, version),
  condition: (hub, version) => hub.condition(version),
  page: (hub, version) => hub.page({ limit: 1, offset: 0, filter: {} }, version),
  find: (hub, version) => hub.find("a", version),
  has: (hub, version) => hub.has("a", version),
  findWithBody: (hub, version) => hub.findWithBody("a", version),
  exportRequests: (hub, version) => hub.exportRequests("https://hooks.test", version),
  remove: (hub, version) => hub.remove([], version),
  listeners: (hub, version) => hub.listeners(version),
  disconnect: (hub, version) => hub.disconnect("a", version),
  replay: (hub, version) => hub.replay("a", "b", version),
  stats: (hub, version) => hub.stats(version),
  arrivals: (hub, version) => hub.arrivals([], version),
  giveBackUnused: (hub, version) => hub.giveBackUnused(1, 1, version),
  unused: (hub, version) => hub.unused(1, version),
};

/** Methods whose version is elsewhere: in the first line, in a header, or none (version 1). */
const OTHERS = ["captureOnce", "capture", "captureLarge", "fetch"];

describe("a message of a version that the hub does not speak", () => {
  it("covers every method of the hub", async () => {
    const { id } = await newInbox();
    const methods = await runInDurableObject(hubOf(id), (instance: EndpointHub) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(instance)),
    );
    const called = methods.filter((name) => !/^(constructor|alarm|webSocket)/.test(name));
    expect(called.toSorted()).toEqual([...Object.keys(CALLS), ...OTHERS].toSorted());
  });

  it.each(Object.entries(CALLS))("is refused by `%s`", async (_, call) => {
    const { id } = await newInbox();
    await inside(id, async (hub) => {
      await expect(async () => call(hub, FUTURE)).rejects.toThrow(REFUSED);
      await call(hub, VERSION);
      await call(hub, PREVIOUS_VERSION);
    });
  });

  it("is refused by `captureOnce`, and nothing is stored", async () => {
    const { hub, id } = await newInbox();
    const { heads, bodies } = packRequests([webhookTo(id)]);
    const future = heads.replace(String(VERSION), String(FUTURE));
    await inside(id, (instance) =>
      expect(async () => instance.captureOnce(future, bodies)).rejects.toThrow(REFUSED),
    );
    expect((await hub.stats()).requestCount).toBe(0);
  });

  it("is refused by `captureLarge` and by an upgrade", async () => {
    const { id } = await newInbox();
    const { readable, writable } = new IdentityTransformStream();
    void writable.close();
    const request = {
      method: "POST",
      path: `/h/${id}`,
      rawQuery: "",
      headersJson: "[]",
      ip: null,
      body: new Uint8Array(),
    };
    const upgrade = upgradeRequest({ identity, since: null }, FUTURE);
    await inside(id, async (hub) => {
      await expect(hub.captureLarge(request, 1, readable, FUTURE)).rejects.toThrow(REFUSED);
      await expect(hub.fetch(upgrade)).rejects.toThrow(REFUSED);
    });
  });
});

describe("settings of another version", () => {
  /** Writes settings as another version would, and starts the hub again. */
  async function writeSettings(id: string, settings: object, version?: number): Promise<void> {
    const command = { type: "configure", revision: 1_000, settings: { ...settings } } as const;
    await hubOf(id).apply(version === undefined ? command : { ...command, version }, version);
    await evictDurableObject(hubOf(id));
  }

  const stored = (id: string) =>
    runInDurableObject(hubOf(id), (_, { storage }) =>
      JSON.parse(
        storage.sql.exec<{ settings: string }>("SELECT settings FROM endpoint").one().settings,
      ),
    );

  it("are kept exactly as received", async () => {
    const { account, id } = await newInbox();
    const settings = { accountId: account.id, plan: "pro", colour: "blue", deep: { a: [1, null] } };
    await writeSettings(id, settings, VERSION);
    expect(await stored(id)).toEqual(settings);
  });

  it("limit like the lowest plan if their plan is unknown, and lose unknown handshakes", async () => {
    const { account, id } = await newInbox();
    const handshakes = ["slack", "unheard-of", 7];
    const settings = { accountId: account.id, plan: "enterprise", handshakes, response: "odd" };
    await writeSettings(id, settings, VERSION);
    expect((await hubOf(id).listeners()).max).toBe(2);
    expect((await postWebhook(id, "still accepted")).received).toBe(true);
  });

  it("get defaults for missing fields", async () => {
    const { account, id } = await newInbox();
    await writeSettings(id, { accountId: account.id }, VERSION);
    expect((await postWebhook(id, "accepted")).received).toBe(true);
  });

  it("are asked for again if they can't be read at all, and nothing is lost", async () => {
    const { id } = await newInbox();
    await postWebhook(id, "before");
    const unreadable = JSON.stringify({ accountId: 7 });
    await runInDurableObject(
      hubOf(id),
      (_, { storage }) => void storage.sql.exec("UPDATE endpoint SET settings = ?", unreadable),
    );
    await evictDurableObject(hubOf(id));
    expect(await hubOf(id).bodyLimit()).toBeNull();
    expect((await postWebhook(id, "after")).received).toBe(true);
    expect((await hubOf(id).stats()).requestCount).toBe(2);
  });

  it("are asked for again if an older version wrote them, and used meanwhile", async () => {
    const { account, id } = await newInbox();
    await writeSettings(id, { accountId: account.id, plan: "pro", isPaused: false });
    const { heads, bodies } = packRequests([webhookTo(id)]);
    const reply = JSON.parse(await hubOf(id).captureOnce(heads, bodies));
    expect(reply).toMatchObject({ results: [{ ok: true }], wantsSettings: true });
  });

  it("are sent again by the worker, in the background, when a webhook arrives", async () => {
    const { id } = await newInbox();
    await postWebhook(id, "first");
    // Version 1 writes settings without this row.
    await runInDurableObject(
      hubOf(id),
      (_, { storage }) => void storage.sql.exec("DELETE FROM settings_version"),
    );
    await evictDurableObject(hubOf(id));
    await postWebhook(id, "second");
    const versions = () =>
      runInDurableObject(hubOf(id), (_, { storage }) =>
        storage.sql.exec("SELECT version FROM settings_version").toArray(),
      );
    await expect.poll(versions).toEqual([{ version: VERSION }]);
  });
});
