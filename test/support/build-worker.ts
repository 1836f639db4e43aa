import { join } from "node:path";
import { buildForHost } from "../../src/host/built-worker.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The built worker that the servers of all tests share. */
export const BUILT_WORKER = join(ROOT, "dist/worker");

/** Builds it once before all tests, as `npm start` does, if its sources changed since the last run. */
export default async function setup(): Promise<void> {
  await buildForHost(ROOT);
}
