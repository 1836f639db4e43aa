import { runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../../src/protocol/time-units.ts";
import { hubOf, newAccount, newEndpoint, postWebhook } from "../../support/world.ts";

/*
 * The platform charges for rows written, including deletes and index rows. docs/cost.md relies on
 * these counts.
 */

afterEach(() => void vi.useRealTimers());

function passTime(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

async function newInbox() {
  const { id } = await newEndpoint(await newAccount("team"));
  // The first request of a day takes a lease, and the very first sets the timer for its deletion.
  await postWebhook(id, "first");
  return id;
}

/** How many rows an endpoint's hub writes during some work, as they are billed. */
async function rowsWritten(id: string, work: () => Promise<unknown>): Promise<number> {
  const cursors: { rowsWritten: number }[] = [];
  await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
    const exec = sql.exec.bind(sql);
    vi.spyOn(sql, "exec").mockImplementation((query, ...bindings) => {
      const cursor = exec(query, ...bindings);
      cursors.push(cursor);
      return cursor as never;
    });
  });
  await work();
  return runInDurableObject(hubOf(id), () => {
    vi.restoreAllMocks();
    return cursors.reduce((sum, cursor) => sum + cursor.rowsWritten, 0);
  });
}

describe("rows written", () => {
  it("are one per webhook", async () => {
    const id = await newInbox();
    const written = await rowsWritten(id, async () => {
      for (let n = 0; n < 50; n++) await postWebhook(id, "x");
    });
    expect(written).toBe(50);
  });

  it("are one more per deletion, and one to record how far a slice of deletions went", async () => {
    const id = await newInbox();
    await Promise.all(Array.from({ length: 400 }, () => postWebhook(id, "x")));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 366 * DAY_MS });
    const written = await rowsWritten(id, () =>
      runInDurableObject(hubOf(id), (hub) => hub.alarm()),
    );
    // The timers for trimming and for the endpoint's expiry have fired and are deleted. The hub is
    // empty, so the timer for its end is set.
    expect(written).toBe(401 + 1 + 2 + 1);
  });

  it("are three per hour for deletions, however often requests came in", async () => {
    const id = await newInbox();
    for (let minute = 0; minute < 3; minute++) {
      await postWebhook(id, "x");
      passTime(MINUTE_MS);
    }
    passTime(365 * DAY_MS - 2 * MINUTE_MS);
    const left = () =>
      runInDurableObject(hubOf(id), async (hub, { storage }) => {
        await hub.alarm();
        const { n } = storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM requests").one();
        return { n, alarmIn: ((await storage.getAlarm()) ?? 0) - Date.now() };
      });
    expect(await left()).toEqual({ n: 1, alarmIn: HOUR_MS });
    passTime(HOUR_MS);
    expect(await left()).toMatchObject({ n: 0 });
  });

  it("are one per MiB of a large body, one for its request and three for its upload", async () => {
    const id = await newInbox();
    const written = await rowsWritten(id, () => postWebhook(id, new Uint8Array(3 * 1024 * 1024)));
    expect(written).toBe(3 + 1 + 3);
  });
});
