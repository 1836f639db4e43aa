import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  applyMigrations,
  isMigrated,
  markMigrated,
  readMigrations,
} from "../../src/host/migrate.ts";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

let miniflare: Miniflare;
let db: Database;
let folder: string;

beforeAll(async () => {
  const script = "export default { fetch: () => new Response() }";
  const options = { modules: true, script, d1Databases: { DB: "migrations" } };
  miniflare = new Miniflare(convertV4MiniflareOptions(options));
  db = await miniflare.getD1Database("DB");
});
afterAll(() => miniflare.dispose());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hooknexus-migrations-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await db.batch(
    ["log", "half", "breaking_migrations", "d1_migrations"].map((table) =>
      db.prepare(`DROP TABLE IF EXISTS ${table}`),
    ),
  );
});

function writeMigration(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}

async function lines(): Promise<unknown[]> {
  const { results } = await db.prepare("SELECT line FROM log ORDER BY rowid").all();
  return results.map((row) => row["line"]);
}

async function applied(): Promise<unknown[]> {
  const { results } = await db.prepare("SELECT name FROM d1_migrations ORDER BY id").all();
  return results.map((row) => row["name"]);
}

describe("the migrations of the local server", () => {
  it("are applied in the order of their names, each once, however often the server starts", async () => {
    writeMigration("0002_second.sql", "INSERT INTO log VALUES ('second; still second');");
    writeMigration("0001_first.sql", "CREATE TABLE log (line); INSERT INTO log VALUES ('first');");
    writeMigration("notes.txt", "not SQL");
    await applyMigrations(db, await readMigrations(folder));
    await applyMigrations(db, await readMigrations(folder));
    expect(await lines()).toEqual(["first", "second; still second"]);

    writeMigration("0003_third.sql", "INSERT INTO log VALUES ('third');");
    await applyMigrations(db, await readMigrations(folder));
    expect(await lines()).toEqual(["first", "second; still second", "third"]);
    expect(await applied()).toEqual(["0001_first.sql", "0002_second.sql", "0003_third.sql"]);
  });

  it("are applied whole or not at all, and can be applied after they are fixed", async () => {
    writeMigration("0001_broken.sql", "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);");
    const broken = await readMigrations(folder);
    await expect(applyMigrations(db, broken)).rejects.toThrow("nowhere");
    expect(await applied()).toEqual([]);

    writeMigration("0001_broken.sql", "CREATE TABLE half (a); INSERT INTO half VALUES (1);");
    await applyMigrations(db, await readMigrations(folder));
    expect(await applied()).toEqual(["0001_broken.sql"]);
  });

  it("of a newer version are left alone, unless one is marked as breaking", async () => {
    const breaking = "CREATE TABLE breaking_migrations (migration TEXT, needs_version TEXT);";
    writeMigration("0004_restores_and_purges.sql", breaking);
    const own = await readMigrations(folder);
    await applyMigrations(db, own);
    await db.prepare("INSERT INTO d1_migrations (name) VALUES ('0005_newer.sql')").run();
    await applyMigrations(db, own);

    const mark = "INSERT INTO breaking_migrations VALUES (?, ?)";
    await db.prepare(mark).bind("0006_breaking.sql", "3.1").run();
    const refusal = applyMigrations(db, own);
    await expect(refusal).rejects.toThrow(/0006_breaking\.sql.*Start HookNexus 3\.1 or newer/);

    writeMigration("0006_breaking.sql", "CREATE TABLE log (line);");
    await applyMigrations(db, await readMigrations(folder));
  });

  it("open the port at once only if they are exactly those of the last start", () => {
    // A newer one may be marked as breaking, and only the database says so.
    const first = { name: "0001_first.sql", statements: [] };
    const second = { name: "0002_second.sql", statements: [] };
    expect(isMigrated(folder, [first])).toBe(false);
    markMigrated(folder, [first, second]);
    expect(isMigrated(folder, [first, second])).toBe(true);
    expect(isMigrated(folder, [first])).toBe(false);
    markMigrated(folder, [first]);
    expect(isMigrated(folder, [first])).toBe(true);
    expect(isMigrated(folder, [first, second])).toBe(false);
  });
});
