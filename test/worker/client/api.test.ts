import { afterEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { createClient, type HookNexus } from "../../../src/client/index.ts";
import { Browser, freshEmail, mailedCode } from "../support/browser.ts";
import { clientAt, HUBS_UNREACHABLE } from "../support/deployment.ts";
import { accepted, connect, upgrade } from "../support/test-listener.ts";
import {
  ADMIN_TOKEN,
  call,
  clientOf,
  newAccount,
  newEndpoint,
  newKey,
  operator,
  ORIGIN,
  pathOf,
  postWebhook,
  type TestAccount,
} from "../support/world.ts";

afterEach(() => void vi.restoreAllMocks());

async function newAccountWithEndpoint(plan: "plus" | "pro" = "pro") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, client: clientOf(account), id };
}

async function listenAsCli({ token }: TestAccount, endpointId: string) {
  return accepted(await upgrade(`/ws/${endpointId}?token=${token}&client=cli&mode=listen`));
}

/** A client of the same account while no hub can be reached. Silences the worker's warnings. */
function withoutHubs(account: { token: string }): HookNexus {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  return clientAt(HUBS_UNREACHABLE, account);
}

describe("endpoints", () => {
  it("are created, listed, shown, changed and deleted", async () => {
    const account = await newAccount("plus");
    const { endpoints } = clientOf(account);
    const created = await endpoints.create({ alias: "orders", isPermanent: true });
    expect(created).toMatchObject({ alias: "orders", isPermanent: true, expiresAt: null });
    expect(created.url).toBe(`${ORIGIN}/h/${created.id}`);
    await endpoints.create();
    const { total, usage } = await endpoints.list();
    expect([total, usage]).toEqual([2, { dailyRequests: 0, dailyRequestsMax: 5_000 }]);
    expect(await endpoints.update(created.id, { isPaused: true })).toMatchObject({
      is_paused: true,
      alias: "orders",
    });
    expect(await endpoints.get(created.id)).toMatchObject({ id: created.id, is_paused: true });
    expect(await endpoints.delete(created.id)).toEqual({ deleted: true });
    expect((await endpoints.list()).total).toBe(1);
  });

  it("are deleted later if a hub can't be reached", async () => {
    const { account, id } = await newAccountWithEndpoint();
    const deleted = await withoutHubs(account).endpoints.delete(id);
    expect(deleted).toEqual({ deleted: true, pending: 1 });
    // The type contains both replies, so that callers can distinguish them without a cast.
    expectTypeOf(deleted).toEqualTypeOf<{ deleted: true } | { deleted: true; pending: number }>();
  });
});

describe("requests", () => {
  it("are listed by page and by filter, shown and deleted", async () => {
    const { client, id } = await newAccountWithEndpoint();
    const ids: string[] = [];
    for (const body of ["one", "two", "three"]) ids.push((await postWebhook(id, body)).id);
    const [first = "", second = "", third = ""] = ids;
    const { requests } = client;
    const newest = await requests.list(id, { limit: 1 });
    expect(newest).toMatchObject({ total: 3, requests: [{ id: third, body: "three" }] });
    expect(await requests.list(id, { q: "TWO", method: "post" })).toMatchObject({
      total: 1,
      requests: [{ seq: 2 }],
    });
    expect(await requests.get(first)).toMatchObject({ endpoint_id: id, seq: 1, body: "one" });
    expect(await requests.delete(first)).toEqual({ deleted: true });
    expect(await requests.deleteMany([first, second, third])).toEqual({ deleted: 2 });
    expect(await requests.list(id)).toEqual({ requests: [], total: 0 });
  });

  it("are paged in order of arrival, only as far as needed", async () => {
    const { account, id } = await newAccountWithEndpoint();
    for (let n = 1; n <= 5; n++) await postWebhook(id, n % 2 ? "odd" : "even");
    const calls: string[] = [];
    const fetch = (url: string, init: RequestInit) => {
      calls.push(url);
      return call(pathOf(url), init);
    };
    const { requests } = createClient({ url: ORIGIN, token: account.token, fetch });
    const seqs = async (query: Parameters<typeof requests.all>[1]) => {
      const found: number[] = [];
      for await (const { seq } of requests.all(id, query)) found.push(seq);
      return found;
    };
    expect(await seqs({ limit: 2 })).toEqual([1, 2, 3, 4, 5]);
    expect(await seqs({ after: 3 })).toEqual([4, 5]);
    expect(await seqs({ q: "odd", limit: 1, after: 1 })).toEqual([3, 5]);
    calls.length = 0;
    for await (const { seq } of requests.all(id, { limit: 2 })) if (seq === 2) break;
    expect(calls).toHaveLength(1);
  });

  it("have exact bodies, with the sender's content type", async () => {
    const { account, client, id } = await newAccountWithEndpoint();
    const { key } = await newKey(account);
    const body = Uint8Array.from({ length: 256 }, (_, value) => value);
    await call(`/h/${id}`, { method: "POST", body, headers: { "content-type": "text/x-thing" } });
    const [row] = (await client.requests.list(id)).requests;
    const { contentType, bytes } = await clientOf({ token: key }).requests.body(row?.id ?? "");
    expect(contentType).toBe("text/x-thing");
    expect(await bytes()).toEqual(body);
  });
});

describe("listeners and replay", () => {
  it("are listed, receive a replay, and are disconnected", async () => {
    const { account, client, id } = await newAccountWithEndpoint();
    const { id: requestId } = await postWebhook(id, "again");
    const listener = await listenAsCli(account, id);
    const { listeners, max } = await client.listeners.list(id);
    expect([listeners.length, max]).toEqual([1, 20]);
    const { targets } = await client.replay.targets(requestId);
    const connectionId = targets[0]?.connectionId ?? "";
    expect(listeners).toMatchObject([{ connectionId, clientType: "cli", clientMode: "listen" }]);
    expect(await client.replay.preview(requestId)).toMatchObject({ body: "again" });
    const sent = await client.replay.send({ requestId, connectionId });
    expect(sent).toMatchObject({ success: true, statusCode: 202, connectionId });
    expect((await listener.take(2))[1]).toMatchObject({ type: "replay_request" });
    expect(await client.listeners.disconnect(id, connectionId)).toEqual({ disconnected: true });
    expect(await listener.closeCode()).toBe(1000);
  });
});

describe("keys", () => {
  it("are created, listed, renamed, rotated and revoked", async () => {
    const { client, id } = await newAccountWithEndpoint();
    const { keys } = client;
    const created = await keys.create({ name: "deploys", endpointIds: [id] });
    expect(created.key).toMatch(/^hnx_/);
    expect(await keys.rename(created.id, "staging")).toMatchObject({ name: "staging" });
    const rotated = await keys.rotate(created.id);
    expect(rotated).toMatchObject({ name: "staging", endpointIds: [id] });
    expect((await keys.list()).keys).toMatchObject([{ id: rotated.id, name: "staging" }]);
    (await connect(id, rotated.key)).close();
    expect(await keys.revoke(rotated.id)).toMatchObject({ revoked: true, closedConnections: 0 });
    expect(await keys.list()).toEqual({ keys: [] });
  });

  it("are revoked later if a hub can't be reached", async () => {
    const { account, client, id } = await newAccountWithEndpoint();
    const { id: keyId, key } = await client.keys.create();
    (await connect(id, key)).close();
    const revoked = await withoutHubs(account).keys.revoke(keyId);
    expect(revoked).toEqual({ revoked: true, pending: 1 });
  });
});

describe("the account", () => {
  it("is shown with its plan, usage and subscription", async () => {
    const { account, client, id } = await newAccountWithEndpoint("plus");
    await postWebhook(id);
    expect(await client.account.me()).toMatchObject({ id: account.id, plan: "plus", name: null });
    expect(await client.account.usage()).toMatchObject({
      endpoints: { current: 1, limit: 10 },
      requests: { current: 1, limit: 5_000 },
      plan: { name: "plus", maxListeners: 3 },
    });
    const terms = {
      status: "active",
      billingCycle: "yearly",
      currentPeriodStart: "2026-11-01T00:00:00Z",
      currentPeriodEnd: "2027-11-01T00:00:00Z",
    } as const;
    await operator.admin.changeAccount(account.id, { subscription: terms });
    expect(await client.account.subscription()).toMatchObject({ ...terms, cancelledAt: null });
  });

  it("signs out another session, then itself", async () => {
    const { account, client, id } = await newAccountWithEndpoint();
    const { token } = await operator.admin.provideAccount({ email: account.email, plan: "pro" });
    const other = clientOf({ token });
    const listener = await listenAsCli(account, id);
    const { sessions } = await other.account.sessions();
    const first = sessions.find(({ isCurrent }) => !isCurrent);
    expect(sessions).toHaveLength(2);
    const revoked = await other.account.revokeSession(first?.id ?? "");
    expect(revoked).toEqual({ revoked: true, closedConnections: 1 });
    expect(await listener.closeCode()).toBe(4401);
    await expect(client.account.me()).rejects.toMatchObject({ code: "not_signed_in" });
    expect(await other.account.signOut()).toEqual({ signedOut: true });
    await expect(other.account.me()).rejects.toMatchObject({ code: "not_signed_in" });
  });

  it("signs out later if a hub can't be reached", async () => {
    const { account, client, id } = await newAccountWithEndpoint();
    (await listenAsCli(account, id)).close();
    const [only] = (await client.account.sessions()).sessions;
    const revoked = await withoutHubs(account).account.revokeSession(only?.id ?? "");
    expect(revoked).toEqual({ revoked: true, pending: 1 });
  });
});

describe("signing in", () => {
  it("works with a mailed code, and returns a token if requested", async () => {
    const browser = new Browser();
    const fetch = (url: string, init: RequestInit) => browser.send(pathOf(url), init);
    const { auth, account } = createClient({ url: ORIGIN, fetch });
    const email = freshEmail();
    expect(await auth.askForCode(email)).toEqual({ sent: true });
    const code = await mailedCode(email);
    const { signedIn, token } = await auth.enterCode({ email, code, token: true });
    expect(signedIn).toBe(true);
    // The cookie authenticates, and so does the token without the cookie.
    expect(await account.me()).toMatchObject({ email });
    expect(await clientOf({ token: token ?? "" }).account.me()).toMatchObject({ email });
  });
});

describe("the operator", () => {
  it("creates accounts and changes them", async () => {
    const email = freshEmail();
    const account = await operator.admin.provideAccount({ email, plan: "free" });
    expect(account).toMatchObject({ email, plan: "free" });
    const { id } = account;
    const changed = await operator.admin.changeAccount(id, { plan: "pro" });
    expect(changed).toEqual({ id, plan: "pro", closedConnections: 0 });
    expect(await clientOf(account).account.me()).toMatchObject({ id, plan: "pro" });
  });

  it("changes an account whose hubs can't be reached, and the reply has `pending`", async () => {
    const { account } = await newAccountWithEndpoint("pro");
    const { admin } = withoutHubs({ token: ADMIN_TOKEN });
    const changed = await admin.changeAccount(account.id, { plan: "plus" });
    expect(changed).toMatchObject({ plan: "plus", pending: 1 });
  });
});

describe("without a credential", () => {
  it("the server's health and signature verification are available", async () => {
    const { health, signatures } = clientOf();
    expect(await health()).toEqual({ status: "ok" });
    const signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const delivery = {
      provider: "github",
      payload: "Hello, World!",
      secret: "It's a Secret to Everybody",
      signature,
    } as const;
    expect(await signatures.verify(delivery)).toEqual({
      valid: true,
      expected: signature,
      actual: signature,
    });
    const wrong = await signatures.verify({ ...delivery, secret: "another" });
    expect(wrong).toMatchObject({ valid: false, details: "The signature does not match." });
  });
});
