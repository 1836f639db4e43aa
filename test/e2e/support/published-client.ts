import { BUILT_PUBLISHED_CLIENT } from "../../support/build-programs.ts";
import { Program } from "./program.ts";
import type { RunningServer } from "./server.ts";

/** The exit code and the printed lines of a command. */
export interface Ran {
  code: number | null;
  lines: string[];
}

/** Short enough for a test, but long enough that ten attempts outlast a busy machine. */
const RECONNECT_AFTER_MS = 2_000;

/** The published command-line client as a user runs it, with the server's URL and a token. */
export class PublishedClient {
  readonly #env: Record<string, string>;
  readonly #started: Program[] = [];

  constructor({ origin }: Pick<RunningServer, "origin">, token: string) {
    this.#env = {
      HOOKNEXUS_API_URL: origin,
      HOOKNEXUS_TOKEN: token,
      HOOKNEXUS_RECONNECT_AFTER_MS: String(RECONNECT_AFTER_MS),
    };
  }

  /** Starts a command that keeps running, such as `listen`. */
  start(args: readonly string[], env: Record<string, string> = {}): Program {
    const program = new Program(process.execPath, [BUILT_PUBLISHED_CLIENT, ...args], {
      ...this.#env,
      ...env,
    });
    this.#started.push(program);
    return program;
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<Ran> {
    const program = this.start(args);
    const { code } = await program.ends();
    return { code, lines: program.output.trimEnd().split("\n") };
  }

  /** Starts a listener on an endpoint, and waits until it is connected. */
  async connected(args: readonly string[], env: Record<string, string> = {}): Promise<Program> {
    const program = this.start(args, env);
    await program.says("Connected: ");
    return program;
  }

  /** Ends all commands that still run. */
  async kill(): Promise<void> {
    await Promise.all(this.#started.map((program) => program.kill()));
  }
}
