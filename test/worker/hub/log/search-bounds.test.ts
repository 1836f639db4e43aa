import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { PageQuery } from "../../../../src/protocol/page-query.ts";
import { History } from "../../../../src/worker/hub/log/history.ts";
import { LogState } from "../../../../src/worker/hub/log/log-state.ts";
import { Pages } from "../../../../src/worker/hub/log/pages.ts";
import { SEARCH_LIMITS } from "../../../../src/worker/hub/log/search-turns.ts";
import type { EndpointHub } from "../../../../src/worker/hub/endpoint-hub.ts";
import { VERSION } from "../../../../src/worker/hub/contract/version.ts";
import { eventually } from "../../support/eventually.ts";
import { fillSeveralTurns, holdSearches } from "../../support/held-search.ts";
import {
  callAs,
  clientOf,
  expectRefusals,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  postWebhook,
  type TestAccount,
} from "../../support/world.ts";

const MIB = 1024 * 1024;
const NEEDLE = { limit: 10, offset: 0, filter: { q: "needle" } };

afterEach(() => void vi.restoreAllMocks());

async function newInbox() {
  const account = await newAccount("team");
  const { id } = await newEndpoint(account);
  return { account, id };
}

/** An endpoint with a request per body, each of which counts as if it had 300 MiB. */
async function largeInbox(bodies: readonly string[]) {
  const { account, id } = await newInbox();
  for (const body of bodies) await postWebhook(id, body);
  await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
    sql.exec("UPDATE requests SET bytes_through = seq * ?", 300 * MIB);
  });
  await evictDurableObject(hubOf(id));
  return { account, id };
}

/** Follows `next` to the end. Resolves to the page of each call. */
async function search(account: TestAccount, id: string, query: PageQuery) {
  const pages: { seqs: number[]; total: number | null }[] = [];
  const { requests: calls } = clientOf(account);
  for (let cursor: string | undefined; ;) {
    const { requests, total, next } = await calls.list(id, { ...query, cursor });
    pages.push({ seqs: requests.map(({ seq }) => seq), total });
    if (next === undefined) return pages;
    cursor = next;
  }
}

describe("a search of more than one call may read", () => {
  const BODIES = ["needle", "hay", "needle", "hay", "hay", "hay", "hay", "needle", "needle"];

  it("stops at 1 GiB with a cursor, and knows its total at the end", async () => {
    const { account, id } = await largeInbox(BODIES);
    expect(await search(account, id, { q: "needle" })).toEqual([
      { seqs: [9, 8], total: null },
      { seqs: [], total: null },
      { seqs: [3, 1], total: 4 },
    ]);
    expect(await search(account, id, { q: "needle", after: 1 })).toEqual([
      { seqs: [3], total: null },
      { seqs: [], total: null },
      { seqs: [8, 9], total: 4 },
    ]);
  });

  it("stops when the page is full, and goes on after its last match", async () => {
    const { account, id } = await largeInbox(BODIES);
    expect(await search(account, id, { q: "needle", limit: 1 })).toEqual([
      { seqs: [9], total: null },
      { seqs: [8], total: null },
      { seqs: [], total: null },
      { seqs: [3], total: 4 },
      { seqs: [1], total: 4 },
    ]);
  });

  it("skips an offset across calls, and counts without a page", async () => {
    const { account, id } = await largeInbox(BODIES);
    const skipping = await search(account, id, { q: "needle", offset: 3 });
    expect(skipping.flatMap(({ seqs }) => seqs)).toEqual([1]);
    const counting = await search(account, id, { q: "needle", limit: 0 });
    expect(counting.at(-1)).toEqual({ seqs: [], total: 4 });
  });

  it("says how much was read, of how much", async () => {
    const { account, id } = await largeInbox(BODIES);
    const { progress } = await clientOf(account).requests.list(id, { q: "needle" });
    expect(progress?.readBytes).toBe(900 * MIB);
    expect(progress?.storedBytes).toBe(2700 * MIB);
  });

  it("is read whole by the client's iterator", async () => {
    const { account, id } = await largeInbox(BODIES);
    const found: number[] = [];
    for await (const { seq } of clientOf(account).requests.all(id, { q: "needle" })) {
      found.push(seq);
    }
    expect(found).toEqual([1, 3, 8, 9]);
  });

  it("counts as far as it has read for a worker of version 1", async () => {
    const { id } = await largeInbox(BODIES);
    const { requests, total } = await hubOf(id).page(NEEDLE);
    expect([requests.length, total]).toEqual([2, 2]);
  });

  it("refuses the cursor of another query", async () => {
    const { account, id } = await largeInbox(BODIES);
    const other = await newEndpoint(account);
    const { requests } = clientOf(account);
    const { next: cursor } = await requests.list(id, { q: "needle" });
    const refused = [
      requests.list(other.id, { q: "needle", cursor }),
      requests.list(id, { q: "hay", cursor }),
      requests.list(id, { q: "needle", method: "POST", cursor }),
      requests.list(id, { q: "needle", after: 0, cursor }),
      requests.list(id, { cursor }),
    ];
    const details = { parameter: "cursor" };
    await expectRefusals(refused, { status: 400, code: "invalid_parameter", details });
  });
});

describe("a search that takes several turns", () => {
  async function inboxOf40Mib() {
    const inbox = await newInbox();
    await fillSeveralTurns(inbox.id);
    return inbox;
  }

  it("reads at most 16 MiB per turn", async () => {
    const { id } = await inboxOf40Mib();
    const rowsPerTurn: number[] = [0];
    const { pause } = SEARCH_LIMITS;
    vi.spyOn(SEARCH_LIMITS, "pause").mockImplementation(() => {
      rowsPerTurn.push(0);
      return pause();
    });
    await runInDurableObject(hubOf(id), async (hub: EndpointHub, { storage: { sql } }) => {
      const exec = sql.exec.bind(sql);
      vi.spyOn(sql, "exec").mockImplementation((query, ...bindings) => {
        const cursor = exec(query, ...bindings);
        if (!query.includes("isMatch")) return cursor as never;
        const rows = cursor.toArray();
        rowsPerTurn.push((rowsPerTurn.pop() ?? 0) + cursor.rowsRead);
        return { toArray: () => rows } as never;
      });
      expect(await hub.page(NEEDLE, VERSION)).toMatchObject({ total: 1 });
    });
    expect(rowsPerTurn.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...rowsPerTurn)).toBeLessThanOrEqual(16);
  });

  it("lets webhooks in between, and keeps a second search out until it ends", async () => {
    const { account, id } = await inboxOf40Mib();
    const searches = holdSearches();
    const query = `/api/endpoints/${id}/requests?q=needle`;
    const first = callAs(account.token, "GET", query);
    await eventually(() => expect(searches.turns()).toBe(1));
    await postWebhook(id, "another needle");
    const second = await callAs(account.token, "GET", query);
    expect(second.headers.get("retry-after")).toBe("1");
    expect(await json(second, 429)).toMatchObject({ code: "search_busy" });
    expect(searches.turns()).toBe(1);
    searches.release();
    expect(await json(await first)).toMatchObject({ total: 1, requests: [{ seq: 1 }] });
    expect(await json(await callAs(account.token, "GET", query))).toMatchObject({ total: 2 });
  });

  it("waits for another one if a worker of version 1 asks", async () => {
    const { id } = await inboxOf40Mib();
    await runInDurableObject(hubOf(id), async (hub: EndpointHub) => {
      const [first, second] = await Promise.all([hub.page(NEEDLE, VERSION), hub.page(NEEDLE)]);
      expect([first.total, second.total]).toEqual([1, 1]);
      expect(second.refused).toBeUndefined();
    });
  });

  it("gives way to the next one when it fails", async () => {
    const { id } = await inboxOf40Mib();
    await runInDurableObject(hubOf(id), async (hub: EndpointHub) => {
      vi.spyOn(SEARCH_LIMITS, "pause").mockRejectedValueOnce(new Error("failed"));
      await expect(hub.page(NEEDLE, VERSION)).rejects.toThrow("failed");
      expect(await hub.page(NEEDLE, VERSION)).toMatchObject({ total: 1 });
    });
  });

  it("finds nothing while the endpoint is being deleted, and its tables do not exist", async () => {
    const { id } = await inboxOf40Mib();
    await runInDurableObject(hubOf(id), async (_, { storage: { sql } }) => {
      let isAlive = true;
      const exec = (query: string, ...bindings: SqlStorageValue[]) => {
        if (isAlive) return sql.exec(query, ...bindings);
        throw new Error("no such table: requests");
      };
      const dying = { exec } as unknown as SqlStorage;
      const history = new History(dying, new LogState(sql), () => id);
      const pause = async () => void (isAlive = false);
      const pages = new Pages(history, dying, () => isAlive, { ...SEARCH_LIMITS, pause });
      expect(await pages.page(NEEDLE, VERSION)).toEqual({ requests: [], total: 0 });
      expect(isAlive).toBe(false);
    });
  });

  it("finds nothing if the endpoint is deleted meanwhile", async () => {
    const { account, id } = await inboxOf40Mib();
    const searches = holdSearches();
    const first = hubOf(id).page(NEEDLE, VERSION);
    await eventually(() => expect(searches.turns()).toBe(1));
    await json(await callAs(account.token, "DELETE", `/api/endpoints/${id}`));
    searches.release();
    expect(await first).toMatchObject({ requests: [], total: 0 });
  });
});
