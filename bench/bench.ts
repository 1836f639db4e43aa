import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BuiltWorkers } from "./hosts/built-workers.ts";
import { Server } from "./hosts/server.ts";
import { measureThroughput } from "./measure/throughput.ts";
import type { Scale } from "./scale.ts";
import { ROOT, type Subject } from "./subjects.ts";

/** In the checkout: /tmp may be in memory, and commits would then cost nothing. */
const STATE_DIR = join(ROOT, "bench/.state");

/** Gives cells their servers, and says how much to measure. */
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

  /** The subject's server that the whole run shares. It is warm: some load has passed through it. */
  server(subject: Subject): Promise<Server> {
    const known = this.#servers.get(subject);
    if (known) return known;
    const server = this.#startWarm(subject);
    this.#servers.set(subject, server);
    return server;
  }

  /** A new server for one caller, which must call `remove` on it. */
  fresh(subject: Subject): Promise<Server> {
    return Server.start(subject, this.built, this.newFolder());
  }

  /** A path below the run's folder that does not exist yet. It is deleted when the run ends. */
  newFolder(): string {
    return join(this.#folder, String(this.#started++));
  }

  /** Stops all shared servers. */
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
