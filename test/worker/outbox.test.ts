import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import type { Env } from "../../src/worker/env.ts";
import { plansOf } from "../../src/worker/env.ts";
import { deliverLeftovers } from "../../src/worker/domain/outbox.ts";
import { queueConfigure } from "../../src/worker/storage/outbox.ts";
import { clientAt } from "./support/deployment.ts";
import { ADMIN_TOKEN, call, newAccount, newEndpoint, postWebhook } from "./support/world.ts";

/** Inserts endpoints, without hubs, into the account. */
async function insertEndpoints(accountId: string, count: number): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
     INSERT INTO endpoints (id, account_id, is_permanent, is_paused, revision, created_at, updated_at)
     SELECT ?1 || '-' || i, ?1, 0, 0, 1, i, i FROM n`,
  )
    .bind(accountId, count)
    .run();
}

/** How many rows it takes to queue the settings of all endpoints of an account. */
async function rowsReadToConfigure(count: number): Promise<number> {
  const { id } = await newAccount("team");
  await insertEndpoints(id, count);
  const { meta, results } = await queueConfigure(env.DB, plansOf(env), id, Date.now()).all();
  expect(results).toHaveLength(count);
  await env.DB.prepare("DELETE FROM outbox").run();
  return meta.rows_read;
}

it("the settings of all endpoints of an account are read in one pass", async () => {
  const [few, many] = [await rowsReadToConfigure(1_000), await rowsReadToConfigure(10_000)];
  // In one pass, ten times as many endpoints take ten times as many rows, not a hundred times.
  expect(many / few).toBeLessThan(12);
});

it("the outbox is drained in one run, with one call per command and two queries per round", async () => {
  const commands = 1_200;
  await env.DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     INSERT INTO outbox (endpoint_id, command, created_at)
     SELECT 'hub-' || i, '{"type":"delete"}', 0 FROM n`,
  )
    .bind(commands)
    .run();
  const called: string[] = [];
  const getByName = (name: string) => ({
    apply: async () => {
      called.push(name);
      return { closed: 0 };
    },
  });
  let queries = 0;
  const prepare = (statement: string) => {
    queries++;
    return env.DB.prepare(statement);
  };
  const bindings = { ...env, HUB: { getByName }, DB: { prepare } } as unknown as Env;
  expect(await deliverLeftovers(bindings)).toEqual({ closed: 0, pending: 0 });
  expect(new Set(called).size).toBe(commands);
  expect(called).toHaveLength(commands);
  // Rounds of 40, 500, 500 and 160 commands.
  expect(queries).toBe(8);
  expect(await env.DB.prepare("SELECT count(*) AS n FROM outbox").first("n")).toBe(0);
});

it("other plan limits reach the hubs when the operator runs a resync", async () => {
  const account = await newAccount("plus");
  await newEndpoint(account);
  const newest = await newEndpoint(account);
  const PLAN_OVERRIDES = '{"plus":{"maxEndpoints":1}}';
  const resync = async (bindings: Env) => {
    const { admin } = clientAt(bindings, { token: ADMIN_TOKEN });
    let step = await admin.resync();
    while (step.next !== null) step = await admin.resync(step.next);
  };
  await env.DB.prepare("DELETE FROM endpoints WHERE account_id <> ?").bind(account.id).run();
  await resync({ ...env, PLAN_OVERRIDES });
  const refusal = await call(`/h/${newest.id}`, { method: "POST" });
  expect(await refusal.json()).toMatchObject({ code: "endpoint_read_only" });
  await resync(env);
  await postWebhook(newest.id);
});
