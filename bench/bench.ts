import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BuiltWorkers } from "./hosts/built-workers.ts";
import { Server } from "./hosts/server.ts";
import { measureThroughput } from "./measure/throughput.ts";
import type { Scale } from "./scale.ts";
import { ROOT, type Subject } from "./subjects.ts";

/** On the disk of the checkout: where /tmp is kept in memory, a commit there costs nothing. */
const STATE_DIR = join(ROOT, "bench/.state");

/** What a cell works with: servers, and how much to do. */
export class Bench {
  readonly scale: Scale;
  readonly built: BuiltWorkers;
  readonly #folder: string;
  readonly #servers = new Map<Subject, Promise<Server>>();
  #started = 0;

  constructor(scale: Scale) {
    this.scale = scale;
    mkdirSync(STATE_DIR, { recursive: true });
    this.#folder = mkdtempSync(join(STATE_DIR, "run-"));
    process.once("exit", () => this.#removeFolder());
    this.built = new BuiltWorkers(this.#folder);
  }

  /** The run's server of a subject, which has been used a little. */
  server(subject: Subject): Promise<Server> {
    const known = this.#servers.get(subject);
    if (known) return known;
    const server = this.#startWarm(subject);
    this.#servers.set(subject, server);
    return server;
  }

  /** A server that nobody else uses. Pair it with `remove`. */
  fresh(subject: Subject): Promise<Server> {
    return Server.start(subject, this.built, this.newFolder());
  }

  /** The path of a folder that is not there yet, and goes with the run. */
  newFolder(): string {
    return join(this.#folder, String(this.#started++));
  }

  /** Ends the servers of the run. */
  async close(): Promise<void> {
    const servers = await Promise.allSettled(this.#servers.values());
    this.#servers.clear();
    for (const server of servers) {
      if (server.status === "fulfilled") await server.value.remove();
    }
  }

  async #startWarm(subject: Subject): Promise<Server> {
    const server = await this.fresh(subject);
    const shape = { connections: 16, listeners: 1, endpoints: 1 };
    await measureThroughput(server, shape, {
      warmUpMs: 0,
      measureMs: this.scale.serverWarmUpMs,
    });
    return server;
  }

  #removeFolder(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
