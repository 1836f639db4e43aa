import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY_MS } from "../../src/protocol/time-units.ts";
import type { Env } from "../../src/worker/env.ts";
import { purge } from "../../src/worker/domain/purge.ts";
import { connect } from "./support/test-listener.ts";
import { HUBS_UNREACHABLE } from "./support/deployment.ts";
import {
  callAs,
  clientOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
} from "./support/world.ts";

afterEach(async () => {
  vi.useRealTimers();
  await env.DB.prepare("DELETE FROM purge_cursors").run();
});

/** The walk over expired endpoints begins again after a day. */
function passDays(days: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * DAY_MS + 1 });
}

const run = (bindings: Env = env) => purge(bindings, Date.now());

async function idsIn(table: string, column = "id"): Promise<unknown[]> {
  const { results } = await env.DB.prepare(`SELECT ${column} AS id FROM ${table}`).all();
  return results.map(({ id }) => id);
}

describe("an expired endpoint", () => {
  it("stays while its hub keeps a request, and is removed afterwards", async () => {
    const account = await newAccount("free");
    const [used, unused] = [await newEndpoint(account), await newEndpoint(account)];
    (await connect(unused.id, account.token)).close();
    passDays(0.9);
    await postWebhook(used.id);
    await run();
    passDays(0.2);
    await run();
    expect(await idsIn("endpoints")).toEqual(expect.arrayContaining([used.id, unused.id]));
    passDays(1);
    await run();
    const left = await idsIn("endpoints");
    expect(left).not.toContain(unused.id);
    expect(await idsIn("credential_hubs", "endpoint_id")).not.toContain(unused.id);
    expect(left).toContain(used.id);
    await json(await callAs(account.token, "GET", `/api/endpoints/${used.id}/requests`));
    await json(
      await callAs(account.token, "DELETE", "/api/requests", await requestIds(account, used.id)),
    );
    passDays(1);
    await run();
    expect(await idsIn("endpoints")).not.toContain(used.id);
  });

  it("keeps the records of its sockets if it is renewed while its hub is asked", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    passDays(100);
    const renewed = { ...env.HUB };
    const getByName = (name: string) => {
      const stub = env.HUB.getByName(name);
      const condition = async (version: number) => {
        const found = await stub.condition(version);
        if (name !== id) return found;
        const renew = "UPDATE endpoints SET expires_at = NULL WHERE id = ?";
        await env.DB.prepare(renew).bind(id).run();
        const listen = "INSERT INTO credential_hubs VALUES ('a credential', ?)";
        await env.DB.prepare(listen).bind(id).run();
        return found;
      };
      return { condition };
    };
    await run({ ...env, HUB: Object.assign(renewed, { getByName }) as unknown as Env["HUB"] });
    expect(await idsIn("endpoints")).toContain(id);
    expect(await idsIn("credential_hubs", "endpoint_id")).toContain(id);
  });

  it("stays if its hub does not answer", async () => {
    const account = await newAccount("free");
    const { id } = await newEndpoint(account);
    passDays(3);
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    await run(HUBS_UNREACHABLE);
    log.mockRestore();
    expect(await idsIn("endpoints")).toContain(id);
  });
});

async function requestIds(account: { token: string }, endpointId: string): Promise<string[]> {
  const { requests } = await clientOf(account).requests.list(endpointId);
  return requests.map(({ id }) => id);
}

describe("a credential", () => {
  it("is removed 30 days after it has ended, with the records of its sockets", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account, { isPermanent: true });
    const [staying, revoked] = [await newKey(account), await newKey(account)];
    const expiring = await newKey(account, {
      expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
    });
    (await connect(id, expiring.key)).close();
    await clientOf(account).keys.revoke(revoked.id);
    passDays(30);
    await env.DB.prepare("UPDATE credentials SET revoked_at = revoked_at + 1000").run();
    await run();
    const keys = [staying.id, revoked.id, expiring.id];
    expect(await idsIn("credentials")).toEqual(expect.arrayContaining(keys));
    passDays(1);
    await run();
    const left = await idsIn("credentials");
    expect(keys.filter((key) => left.includes(key))).toEqual([staying.id]);
    expect(await idsIn("credential_hubs", "credential_id")).not.toContain(expiring.id);
  });
});

describe("the record of a socket", () => {
  it("is removed once the endpoint's deletion has reached its hub, not before", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    (await connect(id, account.token)).close();
    await clientOf(account).endpoints.delete(id);
    const queue = "INSERT INTO outbox (endpoint_id, command, created_at) VALUES (?, '{}', 0)";
    await env.DB.prepare(queue).bind(id).run();
    await run();
    expect(await idsIn("credential_hubs", "endpoint_id")).toContain(id);
    await env.DB.prepare("DELETE FROM outbox").run();
    await run();
    expect(await idsIn("credential_hubs", "endpoint_id")).not.toContain(id);
  });
});

describe("a purge", () => {
  it("removes nothing between a restore and its resync", async () => {
    const account = await newAccount("free");
    const { id } = await newEndpoint(account);
    passDays(3);
    const set = "INSERT OR REPLACE INTO pulse VALUES (1, 1, 0, 1)";
    await env.DB.prepare(set).run();
    await run();
    expect(await idsIn("endpoints")).toContain(id);
    await env.DB.prepare("DELETE FROM pulse").run();
    await run();
    expect(await idsIn("endpoints")).not.toContain(id);
  });

  it("finds its rows by an index, and never reads a whole table", async () => {
    const statements: string[] = [];
    const prepare = (statement: string) => {
      statements.push(statement);
      return env.DB.prepare(statement);
    };
    const batch = env.DB.batch.bind(env.DB);
    await run({ ...env, DB: { prepare, batch } as unknown as D1Database });
    expect(statements.length).toBeGreaterThan(8);
    for (const statement of statements) expect(await scansOf(statement)).toEqual([]);
  });
});

/** The steps of a statement that read a whole table: all but lists, and the outbox, which is short. */
async function scansOf(statement: string): Promise<string[]> {
  const numbers = [...statement.matchAll(/\?(\d)/g)].map(([, digit]) => Number(digit));
  const count = numbers.length > 0 ? Math.max(...numbers) : statement.split("?").length - 1;
  const plan = env.DB.prepare(`EXPLAIN QUERY PLAN ${statement}`);
  const values = Array.from({ length: count }, () => "1");
  const { results } = await plan.bind(...values).all<{ detail: string }>();
  const steps = results.map(({ detail }) => detail);
  const isShort = /^SCAN (json_each|outbox|pulse|\(|CONSTANT)/;
  return steps.filter((step) => step.startsWith("SCAN") && !isShort.test(step));
}
