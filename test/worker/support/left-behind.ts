import { evictDurableObject } from "cloudflare:test";
import { expect } from "vitest";
import { databaseTables, tablesOf } from "./everything-stored.ts";
import { call, hubOf } from "./world.ts";

/** That the database knows none of these texts: ids and addresses. */
export async function expectNoTraceOf(...texts: string[]): Promise<void> {
  const stored = JSON.stringify(await databaseTables());
  for (const text of texts) expect(stored).not.toContain(text);
}

/** That a hub has nothing stored but the mark that its endpoint is deleted, also in its sleep. */
export async function expectEmptyHub(endpointId: string): Promise<void> {
  for (const isAsleep of [false, true]) {
    if (isAsleep) await evictDurableObject(hubOf(endpointId));
    const { endpoint, schema_version: _version, ...tables } = await tablesOf(hubOf(endpointId));
    expect(endpoint).toMatchObject([{ settings: null }]);
    expect(Object.values(tables).flat()).toEqual([]);
  }
}

/** That an endpoint takes no webhook any more, and has nothing stored. */
export async function expectGone(endpointId: string): Promise<void> {
  expect((await call(`/h/${endpointId}`, { method: "POST", body: "late" })).status).toBe(404);
  await expectEmptyHub(endpointId);
}
