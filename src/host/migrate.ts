import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The parts of D1 that migrations need. */
export interface Database {
  prepare(sql: string): Statement;
  /** Runs statements in one transaction. */
  batch(statements: Statement[]): Promise<unknown>;
}

export interface Statement {
  bind(...values: unknown[]): Statement;
  run(): Promise<unknown>;
  all<Row>(): Promise<{ results: Row[] }>;
}

/** Wrangler's own table, so that `wrangler d1 migrations` shows the same history. */
const TABLE = "d1_migrations";

export interface Migration {
  /** Name of its file. */
  name: string;
  statements: string[];
}

/** Reads the migrations of a folder in order of their names. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  // Loading wrangler takes seconds. A server of a built worker does not need it.
  const { unstable_splitSqlQuery: split } = await import("wrangler");
  const names = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  return names.toSorted().map((name) => {
    return { name, statements: split(readFileSync(join(folder, name), "utf8")) };
  });
}

/** Lists the migrations that were applied to the database of a state folder. */
const MARK = "migrated";

/**
 * Whether a state folder has exactly these migrations, without asking its database. If it has more,
 * only the database knows whether one of them is marked as breaking.
 */
export function isMigrated(stateDir: string, migrations: readonly Migration[]): boolean {
  const path = join(stateDir, MARK);
  if (!existsSync(path)) return false;
  return readFileSync(path, "utf8") === listOf(migrations);
}

export function markMigrated(stateDir: string, migrations: readonly Migration[]): void {
  writeFileSync(join(stateDir, MARK), listOf(migrations));
}

function listOf(migrations: readonly Migration[]): string {
  return migrations.map(({ name }) => `${name}\n`).join("");
}

/**
 * Applies pending migrations in their order. Each one is a transaction. Migrations that a newer
 * version has applied are left as they are.
 *
 * @throws if one of those is marked as breaking
 */
export async function applyMigrations(db: Database, migrations: Migration[]): Promise<void> {
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS ${TABLE} (
         id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
         applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await db.prepare(`SELECT name FROM ${TABLE}`).all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  if (applied.has(BREAKING_SINCE)) await refuseBreaking(db, migrations);
  for (const { name, statements } of migrations.filter((one) => !applied.has(one.name))) {
    await db.batch([
      ...statements.map((statement) => db.prepare(statement)),
      db.prepare(`INSERT INTO ${TABLE} (name) VALUES (?)`).bind(name),
    ]);
  }
}

/** The migration that adds the table of breaking ones. */
const BREAKING_SINCE = "0004_restores_and_purges.sql";

/** Refuses a database with a migration that this version does not know and can't run on. */
async function refuseBreaking(db: Database, migrations: readonly Migration[]): Promise<void> {
  const query = "SELECT migration, needs_version AS version FROM breaking_migrations";
  const { results } = await db.prepare(query).all<{ migration: string; version: string }>();
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = results.filter(({ migration }) => !known.has(migration));
  const newest = unknown.toSorted((a, b) => (a.migration < b.migration ? -1 : 1)).at(-1);
  if (!newest) return;
  throw new Error(
    `The database was changed by a newer version (${newest.migration}), and this version can't use it. ` +
      `Start HookNexus ${newest.version} or newer, or restore a copy of the state folder.`,
  );
}
