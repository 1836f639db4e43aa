import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildWorker } from "../../src/host/build.ts";
import { ROOT, WORKERS, type WorkerName } from "../subjects.ts";

/** The workers as a deploy bundles them. Each is built once per run, when it is first needed. */
export class BuiltWorkers {
  readonly #folder: string;
  readonly #paths = new Map<WorkerName, Promise<string>>();

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

  async #build(name: WorkerName): Promise<string> {
    const path = join(this.#folder, `${name}.js`);
    writeFileSync(path, await buildWorker(ROOT, WORKERS[name].config));
    return path;
  }
}
