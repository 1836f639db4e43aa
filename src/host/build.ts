import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { runNode } from "./run-node.ts";

/**
 * Runs the [build] command of wrangler.toml, bundles the worker as a deploy does, and returns the
 * source text of the module. Each build uses a folder of its own, so that two servers can start from
 * one checkout at the same time.
 *
 * @param config path of the worker's wrangler.toml, relative to `root`
 */
export async function buildWorker(root: string, config = "wrangler.toml"): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), "hooknexus-build-"));
  try {
    const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
    const args = [wrangler, "deploy", "--config", config, "--dry-run", "--outdir", outDir];
    await runNode(root, args, "Building the worker failed.", quietEnvironment());
    const module = readdirSync(outDir).find((file) => file.endsWith(".js")) ?? "index.js";
    return readFileSync(join(outDir, module), "utf8");
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/**
 * Stops wrangler from sending telemetry and from fetching what only a deploy needs. PATH makes the
 * `node` in wrangler.toml's [build] command the Node that runs this process.
 */
function quietEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: dirname(process.execPath) + delimiter + (process.env["PATH"] ?? ""),
    WRANGLER_SEND_METRICS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}
