import { env } from "cloudflare:workers";

type Row = Record<string, string | number | null>;

const TABLES = `SELECT name FROM sqlite_master WHERE type = 'table'
  AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations'`;

/** All rows of the database. Resolves to a function that restores them, as D1 Time Travel does. */
export async function copyDatabase(): Promise<() => Promise<void>> {
  const { results: tables } = await env.DB.prepare(TABLES).all<{ name: string }>();
  const copies = await Promise.all(
    tables.map(async ({ name }) => {
      const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all<Row>();
      return { name, rows: results };
    }),
  );
  return async () => {
    await env.DB.batch([
      env.DB.prepare("PRAGMA defer_foreign_keys = on"),
      ...copies.map(({ name }) => env.DB.prepare(`DELETE FROM "${name}"`)),
      ...copies.flatMap(({ name, rows }) => rows.map((row) => insert(name, row))),
    ]);
  };
}

function insert(table: string, row: Row): D1PreparedStatement {
  const columns = Object.keys(row);
  const values = columns.map(() => "?").join(", ");
  const query = `INSERT INTO "${table}" (${columns.join(", ")}) VALUES (${values})`;
  return env.DB.prepare(query).bind(...Object.values(row));
}
