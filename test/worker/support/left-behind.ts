import { evictDurableObject } from "cloudflare:test";
import { expect } from "vitest";
import { databaseTables, tablesOf } from "./everything-stored.ts";
import { call, hubOf } from "./world.ts";

/** Expects that the database contains none of these ids and email addresses. */
export async function expectNoTraceOf(...texts: string[]): Promise<void> {
  const stored = JSON.stringify(await databaseTables());
  for (const text of texts) expect(stored).not.toContain(text);
}

/** Expects that a hub stores nothing but that its endpoint is deleted; after an eviction, no table. */
async function expectEmptyHub(endpointId: string): Promise<void> {
  for (const isEvicted of [false, true]) {
    if (isEvicted) await evictDurableObject(hubOf(endpointId));
    const { endpoint, schema_version: _version, ...tables } = await tablesOf(hubOf(endpointId));
    if (isEvicted) expect([endpoint, tables]).toEqual([undefined, {}]);
    else expect(endpoint).toMatchObject([{ settings: null }]);
    expect(Object.values(tables).flat()).toEqual([]);
  }
}

/** Expects that an endpoint accepts no webhooks and stores nothing. */
export async function expectGone(endpointId: string): Promise<void> {
  expect((await call(`/h/${endpointId}`, { method: "POST", body: "late" })).status).toBe(404);
  await expectEmptyHub(endpointId);
}
