import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import type { WorkerOptions } from "./worker-options.ts";

/** The members of workerd's configuration that we read or change. workerd.capnp explains them. */
export interface Config {
  services: Service[];
  extensions: { modules: Module[] }[];
}

export interface Service {
  name: string;
  worker?: WorkerConfig;
  disk?: object;
  external?: object;
}

export interface WorkerConfig {
  modules?: Module[];
  bindings?: Binding[];
  globalOutbound?: object;
  cacheApiOutbound?: object;
  containerEngine?: object;
  compatibilityDate?: string;
  compatibilityFlags?: string[];
}

export interface Module {
  name: string;
  esModule?: unknown;
}

export interface Binding {
  name: string;
  [kind: string]: unknown;
}

const NAME = "hooknexus";

/** Miniflare's name for the service that is our worker. The files of its objects contain NAME, too. */
export const MAIN_SERVICE = `core:user:${NAME}`;

/** Miniflare writes its configuration to the file that this variable names. */
const FILE_VARIABLE = "MINIFLARE_WORKERD_CONFIG_DEBUG";

/**
 * The configuration with which Miniflare starts a runtime for a worker.
 *
 * @param options those of its wrangler.toml
 * @param contents source text of its module
 * @param assetsDir the folder behind its ASSETS binding, if it has one
 */
export async function configOfMiniflare(
  options: WorkerOptions,
  contents: string,
  assetsDir?: string,
): Promise<Config> {
  const { modulesRules: _rules, assets: _assets, email: _email, ...worker } = options;
  const assets = { binding: "ASSETS", assetConfig: { html_handling: "none" as const } };
  const folder = mkdtempSync(join(tmpdir(), "hooknexus-config-"));
  const file = join(folder, "config.json");
  process.env[FILE_VARIABLE] = file;
  try {
    const main = {
      ...worker,
      name: NAME,
      modules: [{ type: "ESModule" as const, path: "index.js", contents }],
      ...(assetsDir ? { assets: { ...assets, directory: assetsDir } } : {}),
    };
    const converted = convertV4MiniflareOptions({
      workers: [main],
      host: "127.0.0.1",
      port: 0,
      cf: false,
      log: new Log(LogLevel.WARN),
    });
    const miniflare = new Miniflare({
      ...converted,
      resourcePersistencePath: join(folder, "state"),
    });
    await miniflare.ready;
    await miniflare.dispose();
    return JSON.parse(readFileSync(file, "utf8"), reviveBytes) as Config;
  } finally {
    delete process.env[FILE_VARIABLE];
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In JSON, bytes are an object with the members 0, 1, 2, … */
function reviveBytes(_: string, value: unknown): unknown {
  const isBytes = typeof value === "object" && value && !Array.isArray(value) && "0" in value;
  return isBytes ? Uint8Array.from(Object.values(value) as number[]) : value;
}
