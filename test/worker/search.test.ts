import { afterEach, describe, expect, it, vi } from "vitest";
import type { PageQuery } from "../../src/protocol/page-query.ts";
import {
  call,
  clientOf,
  expectRefusals,
  newAccount,
  newEndpoint,
  type TestAccount,
} from "./support/world.ts";

const MIB = 1024 * 1024;

afterEach(() => void vi.useRealTimers());

async function newInbox(plan: "pro" | "team" = "pro") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, id };
}

async function find(account: TestAccount, id: string, query: PageQuery) {
  const { requests, total } = await clientOf(account).requests.list(id, query);
  return { seqs: requests.map(({ seq }) => seq), total };
}

describe("searching the history", () => {
  it("finds text in the path, the query, a header and the body, in upper or lower case", async () => {
    const { account, id } = await newInbox();
    await call(`/h/${id}/Orders`, { method: "POST" });
    await call(`/h/${id}?kind=ORDERS`, { method: "POST" });
    await call(`/h/${id}`, { method: "POST", headers: { "x-topic": "orders/create" } });
    await call(`/h/${id}`, { method: "POST", body: '{"topic":"orders"}' });
    await call(`/h/${id}`, { method: "POST", body: "something else" });
    expect(await find(account, id, { q: "oRdErS" })).toEqual({ seqs: [4, 3, 2, 1], total: 4 });
    expect(await find(account, id, { q: "orders", limit: 2 })).toEqual({ seqs: [4, 3], total: 4 });
    const page = { q: "orders", limit: 2, offset: 2 };
    expect(await find(account, id, page)).toEqual({ seqs: [2, 1], total: 4 });
    const forward = { q: "orders", after: 1, limit: 2 };
    expect(await find(account, id, forward)).toEqual({ seqs: [2, 3], total: 4 });
    expect(await find(account, id, { q: "nowhere" })).toEqual({ seqs: [], total: 0 });
  });

  it("takes any text literally: quotes, wildcards, long texts and other alphabets", async () => {
    const { account, id } = await newInbox();
    const texts = ['say "hi"', "100%_sure", "grüße aus Köln", `${"x".repeat(200)}y`, "' OR 1=1 --"];
    for (const body of texts) await call(`/h/${id}`, { method: "POST", body });
    await call(`/h/${id}`, { method: "POST", headers: { "x-quoted": 'say "hi"' } });
    expect((await find(account, id, { q: 'say "hi"' })).seqs).toEqual([6, 1]);
    for (const [index, q] of texts.slice(1).entries()) {
      expect((await find(account, id, { q })).seqs).toEqual([index + 2]);
    }
    expect((await find(account, id, { q: "1__%_sure" })).seqs).toEqual([]);
  });

  it("finds text in a binary body, and across the parts of a large one", async () => {
    const { account, id } = await newInbox("team");
    const binary = new Uint8Array([255, 0, ...new TextEncoder().encode("needle"), 0, 254]);
    await call(`/h/${id}`, { method: "POST", body: binary });
    const large = new Uint8Array(2 * MIB + 10).fill(46);
    large.set(new TextEncoder().encode("needle"), MIB - 3);
    await call(`/h/${id}`, { method: "POST", body: large });
    const tail = new Uint8Array(MIB + 10).fill(46);
    tail.set(new TextEncoder().encode("needle"), MIB + 2);
    await call(`/h/${id}`, { method: "POST", body: tail });
    expect((await find(account, id, { q: "needle" })).seqs).toEqual([3, 2, 1]);
    expect((await find(account, id, { q: "needles" })).seqs).toEqual([]);
  });

  it("filters by method, by time, and by everything combined", async () => {
    const { account, id } = await newInbox();
    const start = Date.now();
    for (const [minute, method] of ["POST", "PUT", "POST", "DELETE"].entries()) {
      vi.useFakeTimers({ toFake: ["Date"], now: start + minute * 60_000 });
      await call(`/h/${id}`, { method, body: `minute ${minute}` });
    }
    const at = (minute: number) => new Date(start + minute * 60_000).toISOString();
    expect((await find(account, id, { method: "post" })).seqs).toEqual([3, 1]);
    expect((await find(account, id, { since: at(1), until: at(2) })).seqs).toEqual([3, 2]);
    const all = { method: "POST", since: at(1), q: "minute" };
    expect(await find(account, id, all)).toEqual({ seqs: [3], total: 1 });
  });

  it.each([
    ["since", "yesterday"],
    ["until", "2026-01-31"],
    ["q", "x".repeat(1_001)],
  ])("refuses an invalid %s and names it", async (parameter, value) => {
    const { account, id } = await newInbox();
    const search = find(account, id, { [parameter]: value });
    await expectRefusals([search], {
      status: 400,
      code: "invalid_parameter",
      details: { parameter },
    });
  });
});
