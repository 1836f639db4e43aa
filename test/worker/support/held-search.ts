import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { vi } from "vitest";
import { SEARCH_LIMITS } from "../../../src/worker/hub/log/search-turns.ts";
import { hubOf, postWebhook } from "./world.ts";

const MIB = 1024 * 1024;

/** Stores 41 requests of 1 MiB, of which only the first contains "needle". */
export async function fillSeveralTurns(endpointId: string): Promise<void> {
  await postWebhook(endpointId, "needle");
  await postWebhook(endpointId, new Uint8Array(MIB));
  await runInDurableObject(hubOf(endpointId), (_, { storage: { sql } }) => {
    sql.exec("UPDATE requests SET seq = 41, bytes_through = 41 * ? WHERE seq = 2", MIB);
    sql.exec(
      `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
       INSERT INTO requests SELECT i, id, created_at, method, path, raw_query, raw_headers, ip,
         size, i * ?, body, body_key FROM requests, n WHERE seq = 41`,
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
