import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Bundles the worker just as a deploy does, after what its [build] command makes; gives back the
 * text of the module. Each build has a folder of its own, so that two starts from one checkout
 * can't meet.
 *
 * @param config which worker: the path of its wrangler.toml, from `root` on
 */
export async function buildWorker(root: string, config = "wrangler.toml"): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), "hooknexus-build-"));
  try {
    const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
    const args = [wrangler, "deploy", "--config", config, "--dry-run", "--outdir", outDir];
    await run(process.execPath, args, { cwd: root, env: quietEnvironment() });
    const module = readdirSync(outDir).find((file) => file.endsWith(".js")) ?? "index.js";
    return readFileSync(join(outDir, module), "utf8");
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    throw new Error(`The worker does not build.\n${stderr || message}`, { cause: error });
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/**
 * Keeps the tools from reporting home and from asking the network for what a deploy would; and
 * runs what wrangler.toml's [build] calls `node` with this very one.
 */
function quietEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: dirname(process.execPath) + delimiter + (process.env["PATH"] ?? ""),
    WRANGLER_SEND_METRICS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}
