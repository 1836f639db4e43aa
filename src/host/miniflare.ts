import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import type { Request, Response } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { frontSocket } from "./front-socket.ts";

/** A built worker and where it is to be served. */
export interface Hosting {
  /** The path of its wrangler.toml. */
  config: string;
  /** The text of its module. */
  contents: string;
  /** Variables and secrets, over those of the configuration. */
  bindings: Record<string, string>;
  services: Record<string, (request: Request) => Promise<Response>>;
  /** The folder of the files that it is bound to as ASSETS, where it has such. */
  assetsDir?: string;
  host: string;
  port: number;
  stateDir: string;
}

const ASSETS = "ASSETS";
const ASSETS_WORKER = "assets";

/**
 * Miniflare puts its router in front of a worker that has assets, and each webhook would go
 * through it. So the assets are another worker's, which ours is bound to.
 */
function assetsWorker(directory: string) {
  return {
    name: ASSETS_WORKER,
    modules: true as const,
    script: `export default { fetch: (request, env) => env.${ASSETS}.fetch(request) };`,
    compatibilityDate: "2026-11-01",
    assets: { directory, binding: ASSETS, assetConfig: { html_handling: "none" as const } },
  };
}

/**
 * Hosts a built worker on Miniflare itself: `wrangler dev` puts a proxy in front, which was
 * measured three to five times slower. Resolves once it answers.
 */
export async function hostWorker(hosting: Hosting): Promise<Miniflare> {
  // Its hints speak of a deploy's secrets; here they come from the settings.
  process.env["WRANGLER_LOG"] ??= "error";
  const { workerOptions } = workerOptionsOf(hosting.config);
  const { modulesRules: _rules, assets: _assets, ...worker } = workerOptions;
  const { assetsDir } = hosting;
  const main = {
    ...worker,
    name: "hooknexus",
    modules: [{ type: "ESModule" as const, path: "index.js", contents: hosting.contents }],
    bindings: Object.assign({}, worker.bindings, hosting.bindings),
    unsafeBindings: [frontSocket(hosting.host, hosting.port)],
    serviceBindings: { ...hosting.services, ...(assetsDir ? { [ASSETS]: ASSETS_WORKER } : {}) },
  };
  const options = convertV4MiniflareOptions({
    workers: assetsDir ? [main, assetsWorker(assetsDir)] : [main],
    // Its own door, by which it reaches the worker's bindings for us.
    host: "127.0.0.1",
    port: 0,
    cf: false,
    // A request line holds the whole URL, and `/ws/…?apikey=` carries a secret in it.
    logRequests: false,
    log: new Log(LogLevel.WARN),
  });
  const miniflare = new Miniflare({ ...options, resourcePersistencePath: hosting.stateDir });
  await miniflare.ready;
  return miniflare;
}
