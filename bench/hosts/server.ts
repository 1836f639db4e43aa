import { rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Subject } from "../subjects.ts";
import type { BuiltWorkers } from "./built-workers.ts";
import { freePort, launch } from "./launch.ts";
import type { ProcessTree } from "./process-tree.ts";

const START_DEADLINE_MS = 30_000;
const POLL_MS = 3;

/** A running subject with a state folder of its own. */
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

  /** Waits until the server answers a path, with any status, and returns that status. */
  async answers(path: string, init: RequestInit = {}): Promise<number> {
    const deadline = performance.now() + START_DEADLINE_MS;
    for (;;) {
      if (this.processes.isOver || performance.now() > deadline) {
        throw new Error(`${this.subject} did not start:\n${this.processes.output}`);
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

  /** Creates endpoints of one account. The other subjects accept any id. */
  async makeEndpoints(count: number, plan = "team"): Promise<string[]> {
    if (this.isOurs) return this.ask<string[]>(`endpoints?count=${count}&plan=${plan}`);
    return Array.from({ length: count }, () => `endpoint-${this.#made++}`);
  }

  /** Where a listener connects. Only ours understands the query (`credential`, `since`). */
  listenPath(endpointId: string, query = ""): string {
    return this.isOurs ? `/bench/listen/${endpointId}?${query}` : `/ws/${endpointId}`;
  }

  webSocketUrl(endpointId: string, query = ""): string {
    return this.url(this.listenPath(endpointId, query)).replace("http", "ws");
  }

  /** Calls one of the routes that the bench adds to ours. */
  async ask<Reply>(route: string, body?: unknown): Promise<Reply> {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(this.url(`/bench/${route}`), init);
    if (!response.ok) throw new Error(`${route} on ${this.subject} answered ${response.status}.`);
    return (await response.json()) as Reply;
  }

  /** Starts the server again after its processes ended, on the same state folder and port. */
  launchAgain(built: BuiltWorkers): Promise<ProcessTree> {
    return launch(this.subject, built, this.#stateDir, this.port);
  }

  /** Kills the server and deletes its state. */
  async remove(): Promise<void> {
    await this.processes.end();
    rmSync(this.#stateDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
