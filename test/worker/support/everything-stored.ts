import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Inbox } from "./inbox.ts";
import { hubOf } from "./world.ts";

type Row = Record<string, unknown>;
type Tables = Record<string, Row[]>;

// Tables with these prefixes belong to SQLite or to the platform, and some can't be read.
const TABLE_NAMES = `SELECT name FROM sqlite_master WHERE type = 'table'
  AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' ORDER BY name`;

/** Checks that acts change nothing stored. Each reading is the start of the next act. */
export class Unchanged {
  readonly #inboxes: Inbox[];
  #last: object;

  private constructor(inboxes: Inbox[], last: object) {
    this.#inboxes = inboxes;
    this.#last = last;
  }

  /** Reads everything. Nothing but the acts may happen from now on. */
  static async since(...inboxes: Inbox[]): Promise<Unchanged> {
    return new Unchanged(inboxes, await everythingStored(inboxes));
  }

  async by(act: () => Promise<unknown>): Promise<void> {
    await act();
    const before = this.#last;
    this.#last = await everythingStored(this.#inboxes);
    expect(this.#last).toEqual(before);
  }
}

/**
 * Everything that the worker has stored: all tables of the database, of the inboxes' hubs and of
 * their accounts' allowances, the number of objects, and the number of frames sent to listeners.
 */
async function everythingStored(inboxes: Inbox[]) {
  const objects = inboxes.flatMap(({ ids, account }) => [
    hubOf(ids.endpoint_not_found),
    env.ALLOWANCE.getByName(account.id),
  ]);
  const [database, ...ofObjects] = await Promise.all([databaseTables(), ...objects.map(tablesOf)]);
  const [hubs, allowances] = await Promise.all([env.HUB, env.ALLOWANCE].map(countOf));
  const frames = inboxes.map(({ listener }) => listener.frames.length);
  return { database, ofObjects, hubs, allowances, frames };
}

/** Every row of every table of the database. */
export async function databaseTables(): Promise<Tables> {
  const { results: names } = await env.DB.prepare(TABLE_NAMES).all<{ name: string }>();
  const queries = names.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`));
  const tables = await env.DB.batch<Row>(queries);
  return Object.fromEntries(names.map(({ name }, at) => [name, rowsOf(tables[at]?.results)]));
}

/** Leaves out `last_used_at`, which any call may update. */
function rowsOf(rows: Row[] = []): Row[] {
  return rows.map(({ last_used_at: _noted, ...row }) => row);
}

/** Every row of every table of an object. */
export function tablesOf(object: DurableObjectStub): Promise<Tables> {
  return runInDurableObject(object, (_, { storage: { sql } }) => {
    const names = sql.exec<{ name: string }>(TABLE_NAMES).toArray();
    return Object.fromEntries(
      names.map(({ name }) => [name, sql.exec(`SELECT * FROM "${name}"`).toArray().map(legible)]),
    );
  });
}

/** Shows bytes as a list, which can be compared and printed. */
function legible(row: Row): Row {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value,
  ]);
  return Object.fromEntries(entries);
}

async function countOf(namespace: DurableObjectNamespace): Promise<number> {
  return (await listDurableObjectIds(namespace)).length;
}
