import { join } from "node:path";
import { buildOnce } from "../../src/host/build-once.ts";
import { buildForHost, writeBuiltWorker } from "../../src/host/built-worker.ts";

const ROOT = join(import.meta.dirname, "../..");
const TARGET = "dist/worker";
const FILE = "worker.json";

const SOURCES = [
  "src/worker/**/*",
  "src/protocol/**/*",
  "src/host/*.ts",
  "migrations/*",
  "wrangler.toml",
  "tsconfig.json",
];

/** The built worker that the servers of all tests share. */
export const BUILT_WORKER = join(ROOT, TARGET, FILE);

/** Builds it once before all tests, if its sources changed since the last run. */
export default function setup(): Promise<void> {
  return buildOnce({
    root: ROOT,
    target: TARGET,
    sources: SOURCES,
    run: async (folder) => writeBuiltWorker(join(folder, FILE), await buildForHost(ROOT)),
  });
}
