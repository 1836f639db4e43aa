import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildWorker } from "./build.ts";
import { readMigrations, type Migration } from "./migrate.ts";
import { workerOptions, type WorkerOptions } from "./worker-options.ts";

/** Everything that it takes to serve the worker. It can be stored as JSON. */
export interface BuiltWorker {
  /** Source text of its module. */
  contents: string;
  options: WorkerOptions;
  /** Migrations of its database. */
  migrations: Migration[];
}

/** @param root the folder with wrangler.toml and migrations */
export async function buildForHost(root: string): Promise<BuiltWorker> {
  const [contents, options, migrations] = await Promise.all([
    buildWorker(root),
    workerOptions(join(root, "wrangler.toml")),
    readMigrations(join(root, "migrations")),
  ]);
  return { contents, options, migrations };
}

/** Writes a built worker to a file, which the setting BUILT_WORKER can name. */
export function writeBuiltWorker(path: string, worker: BuiltWorker): void {
  writeFileSync(path, JSON.stringify(worker));
}

export function readBuiltWorker(path: string): BuiltWorker {
  return JSON.parse(readFileSync(path, "utf8")) as BuiltWorker;
}
