import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import type { Env } from "../../src/worker/env.ts";
import worker from "../../src/worker/index.ts";
import { NEWEST_MIGRATION } from "../../src/worker/storage/health.ts";
import { ADMIN_TOKEN, json, ORIGIN } from "./support/world.ts";

const newest = env.MIGRATIONS.map(({ name }) => name)
  .toSorted()
  .at(-1);

/** The database, with some migrations listed as applied, and a count of its queries. */
function database(applied: readonly (string | undefined)[]) {
  const all = vi.fn(async () => ({
    results: applied.filter((name) => name === NEWEST_MIGRATION).map((name) => ({ name })),
  }));
  return { DB: { prepare: () => ({ all }) } as unknown as D1Database, queries: all };
}

async function healthOf(DB: D1Database, token?: string): Promise<Response> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const request = new Request(`${ORIGIN}/api/health`, { headers });
  const bindings: Env = { ...env, DB };
  return worker.fetch(request as never, bindings, createExecutionContext());
}

it("names the newest migration of the folder", () => {
  expect(NEWEST_MIGRATION).toBe(newest);
});

it("causes no query for a stranger", async () => {
  const { DB, queries } = database([]);
  for (const token of [undefined, "wrong"]) {
    expect(await json(await healthOf(DB, token))).toEqual({ status: "ok" });
  }
  expect(queries).not.toHaveBeenCalled();
});

it("tells the operator whether the newest migration is applied", async () => {
  expect(await json(await healthOf(env.DB, ADMIN_TOKEN))).toEqual({
    status: "ok",
    migration: newest,
  });
  const { DB } = database(["0001_accounts_endpoints_credentials.sql"]);
  const refusal = await json(await healthOf(DB, ADMIN_TOKEN), 503);
  expect(refusal).toMatchObject({ code: "unavailable", migration: newest });
});
