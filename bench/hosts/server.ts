import { rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Subject } from "../subjects.ts";
import type { BuiltWorkers } from "./built-workers.ts";
import { freePort, launch } from "./launch.ts";
import type { ProcessTree } from "./process-tree.ts";

const START_DEADLINE_MS = 30_000;
const POLL_MS = 3;

/** A subject that is up, on a state folder of its own. */
export class Server {
  readonly subject: Subject;
  readonly port: number;
  processes: ProcessTree;
  readonly #stateDir: string;
  #made = 0;

  static async start(subject: Subject, built: BuiltWorkers, stateDir: string): Promise<Server> {
    const port = await freePort();
    const server = new Server(
      subject,
      port,
      await launch(subject, built, stateDir, port),
      stateDir,
    );
    try {
      await server.answers("/bench/");
      return server;
    } catch (error) {
      await server.remove();
      throw error;
    }
  }

  constructor(subject: Subject, port: number, processes: ProcessTree, stateDir: string) {
    this.subject = subject;
    this.port = port;
    this.processes = processes;
    this.#stateDir = stateDir;
  }

  get isOurs(): boolean {
    return this.subject.startsWith("ours");
  }

  /** Waits until a path is answered at all; gives back the status. */
  async answers(path: string, init: RequestInit = {}): Promise<number> {
    const deadline = performance.now() + START_DEADLINE_MS;
    for (;;) {
      if (this.processes.isOver || performance.now() > deadline) {
        throw new Error(`${this.subject} does not start:\n${this.processes.output}`);
      }
      const response = await fetch(this.url(path), init).catch(() => null);
      if (response) {
        await response.arrayBuffer();
        return response.status;
      }
      await wait(POLL_MS);
    }
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Makes endpoints of one account. Only ours must be told of them. */
  async makeEndpoints(count: number, plan = "team"): Promise<string[]> {
    if (this.isOurs) return this.ask<string[]>(`endpoints?count=${count}&plan=${plan}`);
    return Array.from({ length: count }, () => `endpoint-${this.#made++}`);
  }

  /** Where a listener connects. `credential` and `since` mean something to ours alone. */
  listenPath(endpointId: string, query = ""): string {
    return this.isOurs ? `/bench/listen/${endpointId}?${query}` : `/ws/${endpointId}`;
  }

  webSocketUrl(endpointId: string, query = ""): string {
    return this.url(this.listenPath(endpointId, query)).replace("http", "ws");
  }

  /** Asks ours by one of the bench's own doors. */
  async ask<Reply>(door: string, body?: unknown): Promise<Reply> {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(this.url(`/bench/${door}`), init);
    if (!response.ok) throw new Error(`${door} answered ${response.status} at ${this.subject}.`);
    return (await response.json()) as Reply;
  }

  /** Starts its processes anew, over the same state and at the same port, once they were ended. */
  launchAgain(built: BuiltWorkers): Promise<ProcessTree> {
    return launch(this.subject, built, this.#stateDir, this.port);
  }

  /** Ends its processes and removes its state. */
  async remove(): Promise<void> {
    await this.processes.end();
    rmSync(this.#stateDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
