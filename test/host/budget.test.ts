import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { buildWorker } from "../../src/host/build.ts";

/** The edge loads a worker on the first request in a place: a small one answers it sooner. */
const MAX_GZIPPED_BYTES = 100 * 1024;

it("keeps the built worker below 100 KiB, gzipped", async () => {
  const bytes = gzipSync(await buildWorker(join(import.meta.dirname, "../.."))).length;
  expect(bytes, `The worker has ${(bytes / 1024).toFixed(1)} KiB.`).toBeLessThan(MAX_GZIPPED_BYTES);
});
