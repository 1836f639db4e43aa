import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { unstable_splitSqlQuery as splitStatements } from "wrangler";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/** Wrangler's own table, so that `wrangler d1 migrations` shows the same history. */
const TABLE = "d1_migrations";

/** Applies pending migrations in order of their names. Each one is a transaction. */
export async function applyMigrations(db: Database, folder: string): Promise<void> {
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS ${TABLE} (
         id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
         applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await db.prepare(`SELECT name FROM ${TABLE}`).all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  for (const file of files.toSorted().filter((name) => !applied.has(name))) {
    const statements = splitStatements(readFileSync(join(folder, file), "utf8"));
    await db.batch([
      ...statements.map((statement) => db.prepare(statement)),
      db.prepare(`INSERT INTO ${TABLE} (name) VALUES (?)`).bind(file),
    ]);
  }
}
