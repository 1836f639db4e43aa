import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { hubOf } from "./world.ts";

/** Copies an endpoint's only request until it has this many, and evicts its hub. */
export async function fillHub(endpointId: string, count: number): Promise<void> {
  await runInDurableObject(hubOf(endpointId), (_, { storage: { sql } }) => {
    sql.exec(
      `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO requests SELECT i, id, created_at, method, path, raw_query, raw_headers, ip,
         size, bytes_through, body, body_key FROM requests, n`,
      count,
    );
  });
  await evictDurableObject(hubOf(endpointId));
}
