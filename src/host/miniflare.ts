import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import type { MiniflareOptions, Request, Response } from "miniflare";
import { frontSocket } from "./front-socket.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** A built worker, and how to serve it. */
export interface Hosting {
  /** What its wrangler.toml says. */
  options: WorkerOptions;
  /** Source text of its module. */
  contents: string;
  /** Variables and secrets. They override those in wrangler.toml. */
  bindings: Record<string, string>;
  services: Record<string, (request: Request) => Promise<Response>>;
  /** Folder behind the ASSETS binding, if the worker has one. */
  assetsDir?: string;
  host: string;
  port: number;
  stateDir: string;
}

const ASSETS = "ASSETS";
const ASSETS_WORKER = "assets";

/**
 * A separate worker that has the assets. Miniflare puts a router in front of a worker with assets,
 * and if ours had them, each webhook would pass through that router.
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
 * Hosts a built worker on Miniflare and resolves when it is ready. `wrangler dev` would add a proxy,
 * and was measured to be three to five times slower.
 *
 * @param isOpen whether the worker's port is open. If not, only the returned Miniflare reaches the
 *   worker, until `openPort`
 */
export async function hostWorker(hosting: Hosting, isOpen = true): Promise<Miniflare> {
  const miniflare = new Miniflare(optionsOf(hosting, isOpen));
  await miniflare.ready;
  return miniflare;
}

/** Opens the port of a worker that was hosted without it. This restarts the runtime. */
export async function openPort(miniflare: Miniflare, hosting: Hosting): Promise<void> {
  await miniflare.setOptions(optionsOf(hosting, true));
}

function optionsOf(hosting: Hosting, isOpen: boolean): MiniflareOptions {
  const { modulesRules: _rules, assets: _assets, ...worker } = hosting.options;
  const { assetsDir } = hosting;
  const main = {
    ...worker,
    name: "hooknexus",
    modules: [{ type: "ESModule" as const, path: "index.js", contents: hosting.contents }],
    bindings: Object.assign({}, worker.bindings, hosting.bindings),
    unsafeBindings: isOpen ? [frontSocket(hosting.host, hosting.port)] : [],
    serviceBindings: { ...hosting.services, ...(assetsDir ? { [ASSETS]: ASSETS_WORKER } : {}) },
  };
  const options = convertV4MiniflareOptions({
    workers: assetsDir ? [main, assetsWorker(assetsDir)] : [main],
    // Miniflare's own socket, which our calls to its API use.
    host: "127.0.0.1",
    port: 0,
    cf: false,
    // Log lines would contain whole URLs, and `/ws/…?apikey=` has a secret in its URL.
    logRequests: false,
    log: new Log(LogLevel.WARN),
  });
  return { ...options, resourcePersistencePath: hosting.stateDir };
}
