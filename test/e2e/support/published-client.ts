import { join } from "node:path";
import { Program } from "./program.ts";
import type { TestServer } from "./server.ts";

const MAIN = join(import.meta.dirname, "published-client/main.ts");

/** What a command printed, line by line, and how it ended. */
export interface Ran {
  code: number | null;
  lines: string[];
}

/** Soon enough for a test, and long enough for ten tries to outlast a busy machine. */
const RECONNECT_AFTER_MS = 2_000;

/** The published command-line client as a user has it: told the server's address and a token. */
export class PublishedClient {
  readonly #env: Record<string, string>;
  readonly #started: Program[] = [];

  constructor({ origin }: Pick<TestServer, "origin">, token: string) {
    this.#env = {
      HOOKNEXUS_API_URL: origin,
      HOOKNEXUS_TOKEN: token,
      HOOKNEXUS_RECONNECT_AFTER_MS: String(RECONNECT_AFTER_MS),
    };
  }

  /** Starts a command that stays, such as `listen`. */
  start(args: readonly string[], env: Record<string, string> = {}): Program {
    const program = new Program(process.execPath, [MAIN, ...args], { ...this.#env, ...env });
    this.#started.push(program);
    return program;
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<Ran> {
    const program = this.start(args);
    const { code } = await program.ends(30_000);
    return { code, lines: program.output.trimEnd().split("\n") };
  }

  /** Starts a listener on an endpoint, and waits until the server has let it in. */
  async connected(args: readonly string[], env: Record<string, string> = {}): Promise<Program> {
    const program = this.start(args, env);
    await program.says("Connected: ");
    return program;
  }

  /** Ends all that it started and that has not ended by itself. */
  async kill(): Promise<void> {
    await Promise.all(this.#started.map((program) => program.kill()));
  }
}
