import { runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hubOf, newAccount, newEndpoint, postWebhook } from "../../support/world.ts";

/*
 * The platform charges for rows written, deletes and index rows included. docs/cost.md reckons
 * with these counts.
 */

afterEach(() => void vi.useRealTimers());

async function newPlace() {
  const { id } = await newEndpoint(await newAccount("team"));
  // The first request of the day takes a lease, and the first of all sets the timer of its end.
  await postWebhook(id, "first");
  return id;
}

/** What the hub of an endpoint writes while something is done, in rows, as it is billed. */
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
  it("are one for a webhook", async () => {
    const id = await newPlace();
    const written = await rowsWritten(id, async () => {
      for (let n = 0; n < 50; n++) await postWebhook(id, "x");
    });
    expect(written).toBe(50);
  });

  it("are one more for its removal, and one for noting how far a slice of removals went", async () => {
    const id = await newPlace();
    await Promise.all(Array.from({ length: 400 }, () => postWebhook(id, "x")));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 366 * 86_400_000 });
    const written = await rowsWritten(id, () =>
      runInDurableObject(hubOf(id), (hub) => hub.alarm()),
    );
    // The timers of trimming and of the endpoint's own end have rung, and are gone.
    expect(written).toBe(401 + 1 + 2);
  });

  it("are one a MiB for a large body, one for its request and three for its upload", async () => {
    const id = await newPlace();
    const written = await rowsWritten(id, () => postWebhook(id, new Uint8Array(3 * 1024 * 1024)));
    expect(written).toBe(3 + 1 + 3);
  });
});
