import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/protocol/time-units.ts";
import {
  clientOf,
  expectRefusals,
  hubOf,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

/** Half past the hour, some hours ahead: requests that a test posts stay within one hour. */
const START = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 30 * MINUTE_MS;

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Sets the clock to this many hours after START. */
function setClock(hours: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: START + hours * HOUR_MS });
}

async function newInbox() {
  setClock(0);
  const account = await newAccount("team");
  const { id } = await newEndpoint(account);
  return { account, id };
}

/** Posts webhooks one after another. Resolves to their ids. */
async function post(id: string, times: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < times; n++) ids.push((await postWebhook(id)).id);
  return ids;
}

/** The counts by how many hours ago their hour began, without zeros. */
async function countsOf(account: TestAccount, id: string): Promise<Record<number, number>> {
  const { buckets, total } = await clientOf(account).endpoints.activity(id);
  expect(buckets).toHaveLength(24);
  const counts = buckets.map(({ count }) => count).toReversed();
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

describe("an endpoint's activity", () => {
  it("counts the requests of each of the last 24 hours, oldest first", async () => {
    const { account, id } = await newInbox();
    await post(id, 3);
    setClock(1);
    await post(id, 2);
    setClock(5);
    await post(id, 4);
    const { buckets, total } = await clientOf(account).endpoints.activity(id);
    expect(buckets[0]?.from).toBe(new Date(START - 18.5 * HOUR_MS).toISOString());
    expect(buckets.at(-1)).toEqual({
      from: new Date(START + 4.5 * HOUR_MS).toISOString(),
      count: 4,
    });
    expect(total).toBe(9);
    expect(await countsOf(account, id)).toEqual({ 0: 4, 4: 2, 5: 3 });
    await evictDurableObject(hubOf(id));
    expect(await countsOf(account, id)).toEqual({ 0: 4, 4: 2, 5: 3 });
  });

  it("drops an hour when it becomes the 25th, even if its requests are still stored", async () => {
    const { account, id } = await newInbox();
    await post(id, 3);
    setClock(23);
    await post(id, 1);
    expect(await countsOf(account, id)).toEqual({ 0: 1, 23: 3 });
    setClock(23.5);
    expect(await countsOf(account, id)).toEqual({ 1: 1 });
    setClock(48);
    expect(await countsOf(account, id)).toEqual({});
  });

  it("is all zeros if no request ever arrived", async () => {
    const { account, id } = await newInbox();
    expect(await countsOf(account, id)).toEqual({});
  });

  it("counts a deleted request in the hour of its arrival, or not at all", async () => {
    const { account, id } = await newInbox();
    const { requests } = clientOf(account);
    const [first, ...more] = await post(id, 5);
    setClock(2);
    const later = await post(id, 5);
    setClock(4);
    await requests.deleteMany([...more.slice(0, 2), ...later.slice(1, 3)]);
    expect(await countsOf(account, id)).toEqual({ 2: 5, 4: 5 });
    // Nothing records when requests before the oldest stored one arrived.
    await requests.deleteMany([first ?? ""]);
    expect(await countsOf(account, id)).toEqual({ 2: 5, 4: 2 });
    await requests.deleteMany([...more.slice(2), ...later.slice(0, 3)]);
    expect(await countsOf(account, id)).toEqual({ 2: 2 });
    await evictDurableObject(hubOf(id));
    expect(await countsOf(account, id)).toEqual({ 2: 2 });
  });

  it("knows when the newest request arrived even if all are deleted, across an eviction too", async () => {
    const { account, id } = await newInbox();
    const ids = await post(id, 4);
    setClock(3);
    await clientOf(account).requests.deleteMany(ids);
    expect(await countsOf(account, id)).toEqual({ 3: 1 });
    await evictDurableObject(hubOf(id));
    await post(id, 2);
    expect(await countsOf(account, id)).toEqual({ 0: 2 });
  });

  it("loses no counts when the clock steps back", async () => {
    const { account, id } = await newInbox();
    await post(id, 2);
    setClock(-3);
    await post(id, 3);
    expect(await countsOf(account, id)).toEqual({ 0: 5 });
    setClock(1);
    await post(id, 1);
    expect(await countsOf(account, id)).toEqual({ 0: 1, 1: 5 });
  });

  it("reads a few rows, not all of them", async () => {
    const { account, id } = await newInbox();
    await postWebhook(id);
    // One request every two seconds for two days.
    await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
      sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 86400)
         INSERT INTO requests SELECT i, id, ? + i * 2000, method, path, raw_query, raw_headers, ip,
           size, bytes_through, body, body_key FROM requests, n`,
        START,
      );
    });
    await evictDurableObject(hubOf(id));
    setClock(47.5);
    const full = Array.from({ length: 24 }, (_, hour) => [hour, 1_800] as const);
    expect(await countsOf(account, id)).toEqual({ ...Object.fromEntries(full), 0: 901 });
    expect(await rowsRead(id, () => countsOf(account, id))).toBeLessThan(24 * 18);
  });
});

/** How many rows an endpoint's hub reads during some work, as they are billed. */
async function rowsRead(id: string, work: () => Promise<unknown>): Promise<number> {
  const cursors: { rowsRead: number }[] = [];
  await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
    const exec = sql.exec.bind(sql);
    vi.spyOn(sql, "exec").mockImplementation((query, ...bindings) => {
      const cursor = exec(query, ...bindings);
      cursors.push(cursor);
      return cursor as never;
    });
  });
  await work();
  return runInDurableObject(hubOf(id), () => cursors.reduce((sum, one) => sum + one.rowsRead, 0));
}

describe("access to an endpoint's activity", () => {
  it("is limited to its account and to keys that see the endpoint", async () => {
    const account = await newAccount("team");
    const [{ id }, other] = [await newEndpoint(account), await newEndpoint(account)];
    const seeing = await newKey(account, { endpointIds: [id] });
    await postWebhook(id);
    const { total } = await clientOf({ token: seeing.key }).endpoints.activity(id);
    expect(total).toBe(1);
    const stranger = clientOf(await newAccount("team"));
    const hidden = [
      clientOf({ token: seeing.key }).endpoints.activity(other.id),
      stranger.endpoints.activity(id),
      stranger.endpoints.activity(crypto.randomUUID()),
    ];
    await expectRefusals(hidden, { status: 404, code: "endpoint_not_found" });
    await expectRefusals([clientOf().endpoints.activity(id)], { status: 401 });
  });

  it("ends when the endpoint is deleted", async () => {
    const account = await newAccount("team");
    const { id } = await newEndpoint(account);
    await clientOf(account).endpoints.delete(id);
    const gone = clientOf(account).endpoints.activity(id);
    await expectRefusals([gone], { status: 404, code: "endpoint_not_found" });
  });
});
