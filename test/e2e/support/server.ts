import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childrenOf } from "../../../src/host/processes.ts";
import { BUILT_WORKER } from "../../support/build-worker.ts";
import { freePortFrom } from "../../support/free-port.ts";
import { Program, type Exit } from "./program.ts";
import { until } from "./wait.ts";

/** The last line of every start. */
const READY = "Press Ctrl-C to stop.";

/** A server to test against, whoever started it. */
export interface RunningServer {
  readonly origin: string;
  readonly port: number;
  readonly stateDir: string;
  readonly adminToken: string;
}

/** The real server as its own process, on a fresh state folder and a free port. */
export class TestServer implements RunningServer {
  readonly stateDir: string;
  /** Holds the state and what the runtime keeps for itself, which a killed one leaves behind. */
  readonly #folder: string;
  readonly port: number;
  readonly adminToken = `operator-${randomBytes(24).toString("base64url")}`;
  readonly #runs: Program[] = [];

  /** Makes the folder and picks the port, but starts nothing. */
  static async prepare(): Promise<TestServer> {
    return new TestServer(mkdtempSync(join(tmpdir(), "hooknexus-test-")), await freePort());
  }

  /** Starts a server and waits until it is up. Pair it with `remove`. */
  static async start(env: Record<string, string> = {}): Promise<TestServer> {
    const server = await TestServer.prepare();
    try {
      await server.start(env);
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.stateDir = join(folder, "state");
    mkdirSync(this.#temporaryFolder);
    this.port = port;
  }

  get #temporaryFolder(): string {
    return join(this.#folder, "tmp");
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The process of the current run, and what it prints. */
  get program(): Program {
    const program = this.#runs.at(-1);
    if (!program) throw new Error("The server was not started.");
    return program;
  }

  /** What all runs printed. */
  get output(): string {
    return this.#runs.map(({ output }) => output).join("");
  }

  /** Starts it (again) on the same folder and port, and waits until it is up. */
  async start(env: Record<string, string> = {}): Promise<void> {
    this.#runs.push(this.launch(env));
    await this.program.says(READY);
    await until(() => isHealthy(this), "GET /api/health to answer 200");
  }

  /**
   * Starts one more process with these settings, and waits for nothing. It serves the worker that
   * was built for all tests, unless BUILT_WORKER is empty.
   */
  launch(env: Record<string, string> = {}): Program {
    return new Program(process.execPath, ["src/host/start.ts"], {
      BUILT_WORKER,
      PORT: String(this.port),
      STATE_DIR: this.stateDir,
      ADMIN_TOKEN: this.adminToken,
      TMPDIR: this.#temporaryFolder,
      ...env,
    });
  }

  /** Processes that the host started, the runtime among them. */
  runtimePids(): number[] {
    return childrenOf(this.program.pid);
  }

  /** Stops it as a service manager does. */
  async stop(): Promise<Exit> {
    this.program.signal("SIGTERM");
    return this.program.ends();
  }

  /** `kill -9` of the host and its runtime, in the same moment. */
  async kill(): Promise<void> {
    await this.program.kill();
  }

  /** `kill -9` of the host alone. */
  async killHost(): Promise<void> {
    this.program.signal("SIGKILL");
    await this.program.exited;
  }

  /** Ends what still runs and removes the folders. */
  async remove(): Promise<void> {
    for (const program of this.#runs) await program.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Whether a server is up. */
async function isHealthy({ origin }: Pick<RunningServer, "origin">): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/api/health`);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Test files that run side by side choose from slices of their own. */
const FIRST_PORT = 20_000;
const PORTS_A_WORKER = 1_000;
const MAX_WORKERS = 12;

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  const worker = Number(process.env["VITEST_POOL_ID"] ?? 0) % MAX_WORKERS;
  return freePortFrom(FIRST_PORT + worker * PORTS_A_WORKER, PORTS_A_WORKER);
}
