import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildDashboard } from "./build-dashboard.ts";
import { buildOnce } from "./build-once.ts";
import type { Migration } from "./migrate.ts";
import { runNode } from "./run-node.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** A built worker. It is stored in a folder with the files of its runtime's configuration. */
export interface BuiltWorker {
  /** Source text of its module. */
  contents: string;
  /** The options of its wrangler.toml. */
  options: WorkerOptions;
  /** Migrations of its database. */
  migrations: Migration[];
  /** Names of the services that need a folder. */
  disks: string[];
}

const TARGET = "dist/worker";
const FILE = "worker.json";

const SOURCES = [
  "src/worker/**/*",
  "src/protocol/**/*",
  "src/host/*",
  "migrations/*",
  "wrangler.toml",
  "tsconfig.json",
  // The configuration lists the dashboard's files.
  "dist/dashboard/.stamp",
];

/**
 * Builds the dashboard and the worker if their sources have changed. The build runs in a process of
 * its own that ends, because bundler, wrangler and Miniflare take hundreds of megabytes.
 *
 * @param root the folder with wrangler.toml and migrations
 * @returns the folder of the built worker
 */
export async function buildForHost(root: string): Promise<string> {
  await buildDashboard(root);
  await buildOnce({
    root,
    target: TARGET,
    sources: SOURCES,
    run: (folder) =>
      runNode(
        root,
        [join(import.meta.dirname, "prepare.ts"), folder],
        "The server does not build.",
      ),
  });
  return join(root, TARGET);
}

export function writeBuiltWorker(folder: string, worker: BuiltWorker): void {
  writeFileSync(join(folder, FILE), JSON.stringify(worker));
}

export function readBuiltWorker(folder: string): BuiltWorker {
  return JSON.parse(readFileSync(join(folder, FILE), "utf8")) as BuiltWorker;
}
