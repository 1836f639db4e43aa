import { applyD1Migrations, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";

/** Vitest evaluates this file again for each test file, but their database stays the same. */
const once = globalThis as { migrated?: Promise<void> };

await (once.migrated ??= applyD1Migrations(env.DB, env.MIGRATIONS));
await deleteAllRows();
// Otherwise the next cron run would take the empty database for one that was restored.
await runInDurableObject(env.ALLOWANCE.getByName("pulse"), (_, { storage }) => {
  storage.kv.delete("beats");
});

/** Leaves an empty database to the next file: some files compare or search everything stored. */
async function deleteAllRows(): Promise<void> {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table'
     AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations'`,
  ).all<{ name: string }>();
  await env.DB.batch([
    env.DB.prepare("PRAGMA defer_foreign_keys = on"),
    ...results.map(({ name }) => env.DB.prepare(`DELETE FROM "${name}"`)),
  ]);
}
