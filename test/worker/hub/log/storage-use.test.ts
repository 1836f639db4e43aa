import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { LogState } from "../../../../src/worker/hub/log/log-state.ts";
import { Retention } from "../../../../src/worker/hub/log/retention.ts";
import { StorageUse } from "../../../../src/worker/hub/log/storage-use.ts";
import { clientOf, hubOf, newAccount, newEndpoint, postWebhook } from "../../support/world.ts";

const MIB = 1024 * 1024;

/** Requests of this size take up a page of the database each: nearly twice their bytes. */
const BODY_BYTES = 2_100;

async function filledInbox(plan: "free" | "team", count: number) {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  await postWebhook(id, new Uint8Array(BODY_BYTES));
  await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
    sql.exec(
      `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO requests SELECT i, id, created_at, method, path, raw_query, raw_headers, ip,
         size, i * bytes_through, body, body_key FROM requests, n`,
      count,
    );
  });
  await evictDurableObject(hubOf(id));
  return { account, id };
}

/** Trims a hub's log like its alarm, with another limit of the platform. */
function trim(id: string, maxDatabaseBytes: number) {
  return runInDurableObject(hubOf(id), (_, { storage }) => {
    const state = new LogState(storage.sql);
    const use = new StorageUse(storage.sql, state, maxDatabaseBytes);
    const retention = new Retention(storage, state, use);
    const now = Date.now();
    let slices = 1;
    while (retention.trim(now, 1024 * MIB) === now && slices < 100) slices++;
    return { slices, left: state.count, size: storage.sql.databaseSize };
  });
}

describe("the size of the database", () => {
  it("is kept below the platform's limit, however few bytes the plan counts", async () => {
    const { id } = await filledInbox("team", 3_000);
    const { slices, left, size } = await trim(id, 6_000_000);
    expect(size).toBeLessThanOrEqual(6_000_000);
    expect(size).toBeGreaterThan(5_000_000);
    expect(left).toBeGreaterThan(1_000);
    expect(slices).toBeLessThan(20);
  });

  it("never costs the newest request, and never makes the trimming endless", async () => {
    const { id } = await filledInbox("team", 600);
    const { slices, left } = await trim(id, 1_000);
    expect([slices < 10, left]).toEqual([true, 1]);
  });

  it("counts towards the plan's limit", async () => {
    const { account, id } = await filledInbox("free", 14_000);
    const before = await clientOf(account).endpoints.get(id);
    expect(before.stored_bytes).toBeGreaterThan(50 * MIB);
    await postWebhook(id);
    for (let slices = 0; slices < 20; slices++) await runDurableObjectAlarm(hubOf(id));
    const { stored_bytes: after } = await clientOf(account).endpoints.get(id);
    expect(after).toBeLessThanOrEqual(50 * MIB);
    expect(after).toBeGreaterThan(45 * MIB);
  });
});
