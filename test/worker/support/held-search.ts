import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, vi } from "vitest";
import { SEARCH_LIMITS } from "../../../src/worker/hub/log/search-turns.ts";
import { eventually } from "./eventually.ts";
import { hubOf, postWebhook } from "./world.ts";

const MIB = 1024 * 1024;

/** Stores 41 requests of 1 MiB, of which only the first contains "needle". */
export async function fillSeveralTurns(endpointId: string): Promise<void> {
  await postWebhook(endpointId, "needle");
  await runInDurableObject(hubOf(endpointId), (_, { storage: { sql } }) => {
    sql.exec(
      `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 41)
       INSERT INTO requests SELECT i, id, created_at, method, path, raw_query, raw_headers, ip,
         ?1, i * ?1, zeroblob(?1), body_key FROM requests, n`,
      MIB,
    );
  });
  await evictDurableObject(hubOf(endpointId));
}

/** Holds every search after its first turn, until `release`. Undo it with `vi.restoreAllMocks`. */
export function holdSearches() {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const { pause } = SEARCH_LIMITS;
  const spy = vi.spyOn(SEARCH_LIMITS, "pause").mockImplementation(async () => {
    await promise;
    return pause();
  });
  return { turns: () => spy.mock.calls.length, release };
}

/** Searches a new endpoint twice at the same time. Settles as the second search does. */
export async function searchTwice<Result>(
  endpointId: string,
  search: () => Promise<Result>,
): Promise<Result> {
  await fillSeveralTurns(endpointId);
  const { turns, release } = holdSearches();
  const first = search();
  try {
    await eventually(() => expect(turns()).toBe(1));
    return await search();
  } finally {
    release();
    await first;
    vi.restoreAllMocks();
  }
}
