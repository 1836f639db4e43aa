import { basename, dirname, join } from "node:path";
import { buildOnce } from "../../src/host/build-once.ts";

const ROOT = join(import.meta.dirname, "../..");
const TARGET = "dist/test-programs";

const COMMAND_LINE = "src/cli/bin.ts";
const PUBLISHED_CLIENT = "test/e2e/support/published-client/main.ts";

/** The command line and the published client, each in one file. */
export const BUILT_COMMAND_LINE = join(ROOT, TARGET, "command-line.js");
export const BUILT_PUBLISHED_CLIENT = join(ROOT, TARGET, "published-client.js");

const SOURCES = [
  "src/cli/**/*",
  "src/client/**/*",
  "src/protocol/**/*",
  "test/e2e/support/published-client/*",
  "test/support/build-programs.ts",
];

/**
 * Bundles the programs that the tests start most often, unless their sources have not changed. A
 * bundle starts in two thirds of the CPU time, because Node need not find and link a hundred files.
 */
export default function setup(): Promise<void> {
  return buildOnce({
    root: ROOT,
    target: TARGET,
    sources: SOURCES,
    async run(folder) {
      await bundle(COMMAND_LINE, join(folder, "command-line.js"));
      await bundle(PUBLISHED_CLIENT, join(folder, "published-client.js"));
    },
  });
}

async function bundle(entry: string, file: string): Promise<void> {
  // Loaded only here, because every file of tests imports the paths above.
  const { build } = await import("vite");
  await build({
    root: ROOT,
    configFile: false,
    envDir: false,
    logLevel: "warn",
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: dirname(file),
      emptyOutDir: false,
      target: "node20",
      rolldownOptions: { output: { entryFileNames: basename(file), codeSplitting: false } },
    },
  });
}
