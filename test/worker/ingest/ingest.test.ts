import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { RequestRow } from "../../../src/protocol/captured-request.ts";
import { requestRow } from "../../../src/protocol/captured-request.ts";
import { connect } from "../support/test-listener.ts";
import {
  call,
  callAs,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
} from "../support/world.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

async function newInbox(plan: "free" | "plus" | "team" = "plus") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, id };
}

function history(token: string, id: string, query = "") {
  const path = `/api/endpoints/${id}/requests${query}`;
  return callAs(token, "GET", path).then((reply) =>
    json<{ requests: RequestRow[]; total: number }>(reply),
  );
}

describe("a webhook", () => {
  it("is stored, pushed and answered with its id", async () => {
    const { account, id } = await newInbox();
    const { key } = await newKey(account);
    const listener = await connect(id, key);
    const reply = await postWebhook(id, "hello");
    const [, frame] = await listener.take(2);
    expect(frame).toMatchObject({
      type: "new_request",
      timestamp: reply.timestamp,
      payload: { id: reply.id, seq: 1, body: "hello", method: "POST" },
    });
    const row = await json(await callAs(key, "GET", `/api/requests/${reply.id}`));
    expect(requestRow.parse(row)).toEqual(row);
    expect(row).toMatchObject({ id: reply.id, endpoint_id: id, seq: 1, body: "hello" });
    listener.close();
  });

  it.each(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PURGE"])(
    "with the method %s is captured, on a sub-path too",
    async (method) => {
      const { account, id } = await newInbox();
      const path = `/h/${id}/a%20b/c?x=1&x=2`;
      expect((await call(path, { method })).status).toBe(200);
      const { requests } = await history(account.token, id);
      expect(requests).toMatchObject([
        { method, path: `/h/${id}/a%20b/c`, query: { x: "2" }, raw_query: "x=1&x=2" },
      ]);
    },
  );

  it("gets a reply with nothing that a browser could run or keep", async () => {
    const { id } = await newInbox();
    for (const path of [`/h/${id}`, "/h/nothing"]) {
      const { headers } = await call(path, { method: "POST", body: "<script>" });
      expect(headers.get("content-security-policy")).toBe("sandbox");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-type")).toMatch(/^application\/json/);
      expect(headers.get("set-cookie")).toBeNull();
      expect(headers.get("access-control-allow-origin")).toBe("*");
    }
  });

  it("may be sent by pages of any origin: its preflight is captured and allowed", async () => {
    const { account, id } = await newInbox();
    const reply = await call(`/h/${id}`, {
      method: "OPTIONS",
      headers: {
        origin: "https://elsewhere.example",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "x-one, x-two",
      },
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("access-control-allow-methods")).toBe("PUT");
    expect(reply.headers.get("access-control-allow-headers")).toBe("x-one, x-two");
    expect((await history(account.token, id)).total).toBe(1);
  });

  it("is stored without the dashboard's cookies, but with all others", async () => {
    const { account, id } = await newInbox();
    const ours = "__Host-hooknexus_session=hns_secret; hooknexus_session=hns_secret";
    await call(`/h/${id}`, { headers: { cookie: `a=1; ${ours}; b=hooknexus_` } });
    await call(`/h/${id}`, { headers: { cookie: ours } });
    const { requests } = await history(account.token, id);
    const [alone, among] = requests;
    expect(among?.headers["cookie"]).toBe("a=1; b=hooknexus_");
    expect(alone?.headers).not.toHaveProperty("cookie");
    expect(JSON.stringify(requests)).not.toContain("hns_secret");
  });

  it("is committed in the order of arrival, even if many arrive together", async () => {
    const { account, id } = await newInbox("team");
    const bodies = Array.from({ length: 60 }, (_, n) => String(n));
    const replies = await Promise.all(bodies.map((body) => postWebhook(id, body)));
    const { requests, total } = await history(account.token, id, "?after=0&limit=100");
    expect(total).toBe(60);
    expect(requests.map(({ seq }) => seq)).toEqual(bodies.map((_, n) => n + 1));
    expect(new Set(requests.map((row) => row.id))).toEqual(new Set(replies.map((row) => row.id)));
  });
});

describe("a body", () => {
  it("at the plan's limit is accepted, and one byte over is refused and not stored", async () => {
    const { account, id } = await newInbox("free");
    await postWebhook(id, new Uint8Array(64 * KIB));
    const body = new Uint8Array(64 * KIB + 1);
    const reply = await call(`/h/${id}`, { method: "POST", body });
    expect(await json(reply, 413)).toMatchObject({
      code: "payload_too_large",
      maxSize: 64 * KIB,
      actualSize: 64 * KIB + 1,
    });
    expect((await history(account.token, id)).total).toBe(1);
  });

  it("larger than any plan allows is refused the same way", async () => {
    const { id } = await newInbox("team");
    const body = new Uint8Array(25 * MIB + 1);
    const reply = await call(`/h/${id}`, { method: "POST", body });
    const sizes = { maxSize: 25 * MIB, actualSize: 25 * MIB + 1 };
    expect(await json(reply, 413)).toMatchObject(sizes);
  });

  it("is returned byte for byte, with its type, and never rendered", async () => {
    const { account, id } = await newInbox();
    const body = Uint8Array.from({ length: 256 }, (_, value) => value);
    const headers = { "content-type": "text/html" };
    const posted = await call(`/h/${id}`, { method: "POST", body, headers });
    const { id: requestId } = await json<{ id: string }>(posted);
    const raw = await callAs(account.token, "GET", `/api/requests/${requestId}/body`);
    expect(new Uint8Array(await raw.arrayBuffer())).toEqual(body);
    expect(raw.headers.get("content-type")).toBe("text/html");
    expect(raw.headers.get("content-disposition")).toBe("attachment");
    expect(raw.headers.get("x-content-type-options")).toBe("nosniff");
    expect(raw.headers.get("content-security-policy")).toContain("sandbox");
  });
});

describe("the history", () => {
  it("pages newest first by offset, and forward after a sequence number", async () => {
    const { account, id } = await newInbox();
    for (let n = 1; n <= 7; n++) await postWebhook(id, String(n));
    const seqs = async (query: string) => {
      const { requests, total } = await history(account.token, id, query);
      expect(total).toBe(7);
      return requests.map(({ seq }) => seq);
    };
    expect(await seqs("")).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(await seqs("?limit=3")).toEqual([7, 6, 5]);
    expect(await seqs("?limit=3&offset=3")).toEqual([4, 3, 2]);
    expect(await seqs("?offset=7")).toEqual([]);
    expect(await seqs("?after=0&limit=2")).toEqual([1, 2]);
    expect(await seqs("?after=5")).toEqual([6, 7]);
    expect(await seqs("?limit=1000")).toHaveLength(7);
  });

  it.each(["limit=-1", "limit=x", "offset=1.5", "after=-2"])(
    "refuses ?%s and names the parameter",
    async (query) => {
      const { account, id } = await newInbox();
      const reply = await callAs(account.token, "GET", `/api/endpoints/${id}/requests?${query}`);
      const parameter = query.split("=")[0];
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_parameter", parameter });
    },
  );

  it("does not find a request id with another random part", async () => {
    const { account, id } = await newInbox();
    const { id: requestId } = await postWebhook(id);
    const invented = requestId.slice(0, 15) + crypto.randomUUID().slice(15);
    const reply = await callAs(account.token, "GET", `/api/requests/${invented}`);
    const { error } = await json<{ error: string }>(reply, 404);
    expect(error).toBe("Request not found");
  });
});

describe("a hub", () => {
  it("without settings gets them with its first webhook or upgrade", async () => {
    const { account, id } = await newInbox();
    await runInDurableObject(hubOf(id), (_, { storage }) =>
      storage.sql.exec("DELETE FROM endpoint"),
    );
    await evictDurableObject(hubOf(id));
    await postWebhook(id);
    await runInDurableObject(hubOf(id), (_, { storage }) =>
      storage.sql.exec("DELETE FROM endpoint"),
    );
    await evictDurableObject(hubOf(id));
    const { key } = await newKey(account);
    (await connect(id, key)).close();
  });

  it("that can't store a batch acknowledges none of it, and recovers", async () => {
    const { account, id } = await newInbox();
    await postWebhook(id, "before");
    const run = (sql: string) =>
      runInDurableObject(hubOf(id), (_, { storage }) => void storage.sql.exec(sql));
    await run(
      "CREATE TRIGGER full BEFORE INSERT ON requests BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const replies = await Promise.all([1, 2, 3].map(() => call(`/h/${id}`, { method: "POST" })));
    for (const reply of replies) {
      expect(await json(reply, 503)).toMatchObject({ code: "unavailable" });
    }
    expect(log).toHaveBeenCalledWith("Webhooks could not be stored.", expect.anything());
    log.mockRestore();
    await run("DROP TRIGGER full");
    await postWebhook(id, "after");
    const { requests } = await history(account.token, id, "?after=0");
    expect(requests.map(({ seq, body }) => [seq, body])).toEqual([
      [1, "before"],
      [2, "after"],
    ]);
  });
});
