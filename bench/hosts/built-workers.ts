import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildWorker } from "../../src/host/build.ts";
import { runNode } from "../../src/host/run-node.ts";
import { ROOT, WORKERS, type WorkerName } from "../subjects.ts";
import type { ConfigureArguments } from "./configure.ts";

/** The workers as a deploy bundles them. Each is built once per run, when it is first needed. */
export class BuiltWorkers {
  readonly #folder: string;
  readonly #paths = new Map<WorkerName, Promise<string>>();
  readonly #runtimes = new Map<WorkerName, Promise<string>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The path of a worker's bundled module. */
  pathOf(name: WorkerName): Promise<string> {
    const known = this.#paths.get(name);
    if (known) return known;
    const path = this.#build(name);
    this.#paths.set(name, path);
    return path;
  }

  /** The folder with the configuration with which `npm start` would serve a worker. */
  runtimeOf(name: WorkerName): Promise<string> {
    const known = this.#runtimes.get(name);
    if (known) return known;
    const folder = this.#configure(name);
    this.#runtimes.set(name, folder);
    return folder;
  }

  async #configure(name: WorkerName): Promise<string> {
    const folder = join(this.#folder, `${name}-runtime`);
    mkdirSync(folder);
    const { config, variables } = WORKERS[name];
    const args: ConfigureArguments = {
      config: join(ROOT, config),
      modulePath: await this.pathOf(name),
      variables: Object.keys(variables),
      folder,
    };
    const script = join(ROOT, "bench/hosts/configure.ts");
    await runNode(ROOT, [script, JSON.stringify(args)], "The runtime can't be configured.");
    return folder;
  }

  async #build(name: WorkerName): Promise<string> {
    const path = join(this.#folder, `${name}.js`);
    writeFileSync(path, await buildWorker(ROOT, WORKERS[name].config));
    return path;
  }
}
