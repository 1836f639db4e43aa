import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readBuiltWorker } from "../../src/host/built-worker.ts";
import { BUILT_WORKER } from "../support/build-worker.ts";

const ROOT = join(import.meta.dirname, "../..");
const DASHBOARD = join(ROOT, "dist/dashboard");

/** The edge loads the worker on the first request in a location: a small one answers sooner. */
const MAX_WORKER_BYTES = 120 * 1024;

/** The scripts that a browser must load before the dashboard shows anything. */
const MAX_FIRST_LOAD_BYTES = 150 * 1024;

const inKib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

it("keeps the built worker below 120 KiB, gzipped", () => {
  const bytes = gzipSync(readBuiltWorker(BUILT_WORKER).contents).length;
  expect(bytes, `The worker has ${inKib(bytes)}.`).toBeLessThan(MAX_WORKER_BYTES);
});

/** The part of a chunk in Vite's manifest that is read here. */
interface Chunk {
  file: string;
  imports?: string[];
}

type Manifest = Record<string, Chunk>;

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(DASHBOARD, ".vite/manifest.json"), "utf8")) as Manifest;
}

/** The scripts of a module: its own, and all that it imports statically. */
function scriptsOf(manifest: Manifest, module: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[module];
  if (!chunk) throw new Error(`${module} is not in the manifest.`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) scriptsOf(manifest, imported, found);
  return found;
}

describe("the dashboard's first load is at most 150 KiB of script, gzipped", () => {
  it.each(["screens/endpoints/endpoints-screen.tsx", "screens/live/live-screen.tsx"])(
    "if it starts with %s",
    (screen) => {
      const manifest = readManifest();
      const files = scriptsOf(manifest, screen, scriptsOf(manifest, "index.html"));
      const sizes = [...files].map((file) => gzipSync(readFileSync(join(DASHBOARD, file))).length);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      expect(bytes, `The first load has ${inKib(bytes)}.`).toBeLessThanOrEqual(
        MAX_FIRST_LOAD_BYTES,
      );
    },
  );
});
