import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildWorker } from "./build.ts";
import { writeBuiltWorker } from "./built-worker.ts";
import { readMigrations } from "./migrate.ts";
import { configureRuntime } from "./runtime-config.ts";
import { VARIABLES } from "./settings.ts";
import { workerOptions } from "./worker-options.ts";

/*
 * `node src/host/prepare.ts FOLDER` writes everything that `npm start` needs to serve the worker into
 * a folder.
 */
const ROOT = join(import.meta.dirname, "../..");

async function main(folder: string): Promise<void> {
  const [contents, options, migrations] = await Promise.all([
    buildWorker(ROOT),
    workerOptions(join(ROOT, "wrangler.toml")),
    readMigrations(join(ROOT, "migrations")),
  ]);
  const assetsDir = join(ROOT, "dist/dashboard");
  const worker = { options, contents, variables: VARIABLES, assetsDir };
  const { files, disks } = await configureRuntime(worker);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  writeBuiltWorker(folder, { contents, options, migrations, disks });
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
