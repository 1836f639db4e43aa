import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildOnce } from "./build-once.ts";
import { runNode } from "./run-node.ts";

const SOURCES = [
  "src/dashboard/**/*",
  "src/client/**/*.ts",
  "src/protocol/**/*.ts",
  "src/site/**/*",
  "src/openapi/**/*.ts",
  "examples/*",
];

/** Builds the dashboard and the pages beside it into `dist/dashboard`, if their sources changed. */
export function buildDashboard(root: string): Promise<void> {
  return buildOnce({
    root,
    target: "dist/dashboard",
    sources: SOURCES,
    async run(folder) {
      await runVite(root, folder);
      await runBuild(root, [join(root, "src/site/build.ts"), folder]);
    },
  });
}

function runVite(root: string, outDir: string): Promise<void> {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const config = join(root, "src/dashboard/vite.config.ts");
  const flags = ["--config", config, "--outDir", outDir, "--logLevel", "warn"];
  return runBuild(root, [vite, "build", ...flags]);
}

/**
 * The caller may have set NODE_ENV, and with that of a test runner the libraries' development builds
 * would end up in the result.
 */
function runBuild(root: string, args: string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production" };
  return runNode(root, args, "The dashboard does not build.", env);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildDashboard(join(import.meta.dirname, "../.."));
}
