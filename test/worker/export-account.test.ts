import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { exportLine, type ExportLine } from "../../src/protocol/export.ts";
import { DAY_MS } from "../../src/protocol/time-units.ts";
import { signedInBrowser } from "./support/browser.ts";
import { clientAt } from "./support/deployment.ts";
import { fillHub } from "./support/fill-hub.ts";
import {
  callAs,
  clientOf,
  expectRefusals,
  hubOf,
  newAccount,
  newEndpoint,
  newKey,
  operator,
  ORIGIN,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

const TERMS = {
  status: "active",
  billingCycle: "monthly",
  currentPeriodStart: "2026-11-01T00:00:00.000Z",
  currentPeriodEnd: "2026-12-01T00:00:00.000Z",
} as const;

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function textOf({ token }: { token: string }): Promise<string> {
  const { bytes } = await clientOf({ token }).account.export();
  return new TextDecoder().decode(await bytes());
}

/** The lines, each of which must match the protocol exactly. */
function linesOf(text: string): ExportLine[] {
  expect(text.endsWith("\n")).toBe(true);
  const lines = text.trimEnd().split("\n");
  const sent = lines.map((line): unknown => JSON.parse(line));
  const parsed = sent.map((line) => exportLine.parse(line));
  expect(parsed).toEqual(sent);
  return parsed;
}

async function exportOf(account: { token: string }): Promise<ExportLine[]> {
  return linesOf(await textOf(account));
}

function requestsIn(lines: ExportLine[]) {
  return lines.flatMap((line) => (line.type === "request" ? [line.request] : []));
}

/** An account with some of everything that an account can have. */
async function newInbox() {
  const account = await newAccount("team");
  const endpoint = await newEndpoint(account, { alias: "orders" });
  const { keys } = clientOf(account);
  const key = await newKey(account, { name: "server", endpointIds: [endpoint.id] });
  const revoked = await newKey(account, { name: "old" });
  await keys.revoke(revoked.id);
  await operator.admin.changeAccount(account.id, { subscription: TERMS });
  return { account, endpoint, key, revoked };
}

describe("an account's export", () => {
  it("lists the account, its credentials, each endpoint with its requests, and an end marker", async () => {
    const { account, endpoint, key, revoked } = await newInbox();
    const { endpoints, requests, account: own } = clientOf(account);
    const empty = await newEndpoint(account);
    await postWebhook(endpoint.id, "text");
    await postWebhook(endpoint.id, new Uint8Array([0xff, 0xfe, 0x00]));
    const large = await postWebhook(endpoint.id, new Uint8Array(1024 * 1024 + 1));
    await endpoints.update(endpoint.id, { response: { status: 202 }, handshakes: ["slack"] });
    const lines = await exportOf(account);
    expect(lines[0]).toEqual({
      type: "account",
      exportedAt: expect.stringMatching(/Z$/),
      account: await own.me(),
      subscription: await own.subscription(),
    });
    expect(lines.at(-1)).toEqual({ type: "end" });
    const credentials = lines.flatMap((line) =>
      line.type === "credential" ? [line.credential] : [],
    );
    expect(credentials).toHaveLength(3);
    expect(credentials).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: key.id, kind: "api_key", prefix: key.prefix }),
        expect.objectContaining({ id: revoked.id, revokedAt: expect.stringMatching(/Z$/) }),
        expect.objectContaining({ kind: "token", prefix: null, revokedAt: null }),
      ]),
    );
    const found = lines.flatMap((line) => (line.type === "endpoint" ? [line.endpoint] : []));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(await endpoints.get(endpoint.id));
    expect(found).toContainEqual(await endpoints.get(empty.id));
    const page = await requests.list(endpoint.id, { after: 0 });
    expect(requestsIn(lines)).toEqual(page.requests);
    expect(page.requests[2]).toMatchObject({
      body_encoding: "omitted",
      body_url: `${ORIGIN}/api/requests/${large.id}/body`,
    });
    const at = (type: string, id: string) =>
      lines.findIndex(
        (line) => line.type === type && JSON.stringify(line).includes(`"id":"${id}"`),
      );
    expect(at("request", large.id)).toBe(at("endpoint", endpoint.id) + 3);
  });

  it("is a download that no cache keeps and no browser renders", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-12-24T18:00:00Z") });
    const { token } = await newAccount();
    const reply = await callAs(token, "GET", "/api/account/export");
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      "content-type": "application/x-ndjson",
      "content-disposition": 'attachment; filename="hooknexus-export-2026-12-24.ndjson"',
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    await reply.body?.cancel();
  });

  it("contains no secret, no hash of one, and nothing of another account", async () => {
    const { account, key } = await newInbox();
    const other = await newInbox();
    await postWebhook(other.endpoint.id, "a stranger's");
    await signedInBrowser(account.email);
    const text = await textOf(account);
    const { results } = await env.DB.prepare("SELECT secret_hash FROM credentials").all();
    for (const secret of [account.token, key.key, ...results.map((row) => row["secret_hash"])]) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toContain(other.account.id);
    expect(text).not.toContain("a stranger's");
  });

  it("contains expired endpoints for as long as they are stored", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    await postWebhook(id, "kept");
    await evictDurableObject(hubOf(id));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31 * DAY_MS });
    expect((await clientOf(account).endpoints.list()).total).toBe(0);
    expect(requestsIn(await exportOf(account))).toMatchObject([{ body: "kept" }]);
  });

  it("contains every endpoint and credential, however many there are", async () => {
    const account = await newAccount("team");
    await Promise.all(Array.from({ length: 51 }, () => newEndpoint(account)));
    await fillSignIns(account, 120);
    const lines = await exportOf(account);
    const ids = lines.map((line) =>
      line.type === "endpoint"
        ? line.endpoint.id
        : line.type === "credential"
          ? line.credential.id
          : line.type,
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(1 + 51 + 121 + 1);
  });
});

/** Stores this many tokens for the account. */
async function fillSignIns({ id }: TestAccount, count: number): Promise<void> {
  const insert = `
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
    INSERT INTO credentials (id, account_id, kind, secret_hash, prefix, created_at)
    SELECT ?1 || i, ?1, 'token', ?1 || i, '', 0 FROM n`;
  await env.DB.prepare(insert).bind(id, count).run();
}

/** An endpoint with this many requests, each with a body of this length. */
async function newFilled(count: number, bodyBytes: number) {
  const account = await newAccount("team");
  const { id } = await newEndpoint(account);
  await postWebhook(id, "x".repeat(bodyBytes));
  await fillHub(id, count);
  return { account, id };
}

/** Counts the rows that an endpoint's hub reads from now on. */
async function watchReads(id: string): Promise<() => Promise<number>> {
  const cursors: { rowsRead: number }[] = [];
  await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
    const exec = sql.exec.bind(sql);
    vi.spyOn(sql, "exec").mockImplementation((query, ...bindings) => {
      const cursor = exec(query, ...bindings);
      cursors.push(cursor);
      return cursor as never;
    });
  });
  return () =>
    runInDurableObject(hubOf(id), () => cursors.reduce((sum, one) => sum + one.rowsRead, 0));
}

describe("a large export", () => {
  it("arrives whole and in order", async () => {
    const { account } = await newFilled(3_000, 300);
    const seqs = requestsIn(await exportOf(account)).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 3_000 }, (_, index) => index + 1));
  });

  it("is read no faster than the client takes it", async () => {
    const { account, id } = await newFilled(40, 500_000);
    const rowsRead = await watchReads(id);
    const { stream } = await clientOf(account).account.export();
    const reader = stream.getReader();
    let taken = 0;
    while (taken < 1_000_000) taken += (await reader.read()).value?.length ?? 0;
    const read = await rowsRead();
    expect(read).toBeGreaterThan(1);
    expect(read).toBeLessThan(20);
    await reader.cancel();
  });

  it("continues while requests come and go, up to the request that was newest at its start", async () => {
    const { account, id } = await newFilled(40, 500_000);
    const { stream } = await clientOf(account).account.export();
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes('"seq":3,')) text += (await reader.read()).value ?? "";
    await postWebhook(id, "late");
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      sql.exec("DELETE FROM requests WHERE seq BETWEEN 30 AND 35");
    });
    for (let read = await reader.read(); !read.done; read = await reader.read()) text += read.value;
    const lines = linesOf(text);
    expect(lines.at(-1)).toEqual({ type: "end" });
    const seqs = requestsIn(lines).map(({ seq }) => seq);
    expect(seqs).toHaveLength(34);
    expect(seqs.at(-1)).toBe(40);
  });

  it("ends the requests of an endpoint that is deleted meanwhile", async () => {
    const { account, id } = await newFilled(40, 500_000);
    const { stream } = await clientOf(account).account.export();
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes('"seq":3,')) text += (await reader.read()).value ?? "";
    await clientOf(account).endpoints.delete(id);
    for (let read = await reader.read(); !read.done; read = await reader.read()) text += read.value;
    const lines = linesOf(text);
    expect(lines.at(-1)).toEqual({ type: "end" });
    expect(requestsIn(lines).length).toBeLessThan(30);
  });

  it("breaks off if a hub fails, without an end marker", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { account, id } = await newFilled(3, 10);
    const broken = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode("{}\n"));
        controller.error(new Error("broken"));
      },
    });
    const hub = { stats: () => hubOf(id).stats(), exportRequests: async () => broken };
    const HUB = Object.assign(Object.create(env.HUB), { getByName: () => hub });
    const { bytes } = await clientAt({ ...env, HUB }, account).account.export();
    await expect(bytes()).rejects.toMatchObject({ code: "network" });
    expect(log).toHaveBeenCalled();
  });
});

describe("exporting an account", () => {
  it("is allowed with a token or a session, and not with a key", async () => {
    const account = await newAccount("pro");
    const { key } = await newKey(account);
    const browser = await signedInBrowser(account.email);
    const reply = await browser.get("/api/account/export");
    expect(linesOf(await reply.text())[0]).toMatchObject({ account: { id: account.id } });
    const asked = [clientOf({ token: key }).account.export()];
    await expectRefusals(asked, { status: 403, code: "key_not_allowed" });
    await expectRefusals([clientOf().account.export()], { status: 401 });
  });
});
