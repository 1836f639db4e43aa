import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { CreatedKey } from "../../../src/protocol/api-key.ts";
import type { CreatedEndpoint } from "../../../src/protocol/endpoint.ts";
import { newWorld, type TestAccount, type World } from "./api.ts";
import { CommandLine } from "./command-line.ts";
import type { RunningServer } from "./server.ts";

export interface CommandLineOptions {
  /** Signed in by the account's token, or given its API key. */
  credential: "token" | "key";
  /** A user for each test, or one for all tests of the file. */
  each: "test" | "file";
  env?: Record<string, string>;
}

/** Somebody with an account, an endpoint and a key, at the command line. */
export class CommandLineUser implements World {
  readonly #server: RunningServer;
  readonly #options: CommandLineOptions;
  #current: { world: World; cli: CommandLine } | undefined;

  constructor(server: RunningServer, options: CommandLineOptions) {
    [this.#server, this.#options] = [server, options];
  }

  get account(): TestAccount {
    return this.#now.world.account;
  }

  get endpoint(): CreatedEndpoint {
    return this.#now.world.endpoint;
  }

  get key(): CreatedKey {
    return this.#now.world.key;
  }

  get cli(): CommandLine {
    return this.#now.cli;
  }

  get #now() {
    if (!this.#current) throw new Error("There is a user only while tests run.");
    return this.#current;
  }

  async begin(): Promise<void> {
    const world = await newWorld(this.#server, "team");
    const credential =
      this.#options.credential === "token"
        ? { HOOKNEXUS_TOKEN: world.account.token }
        : { HOOKNEXUS_API_KEY: world.key.key };
    const cli = new CommandLine(this.#server, { ...credential, ...this.#options.env });
    this.#current = { world, cli };
  }

  async end(): Promise<void> {
    await this.cli.remove();
    this.#current = undefined;
  }
}

/** Makes the user before each test or file, and ends all of their commands after it. */
export function useCommandLine(
  server: RunningServer,
  options: CommandLineOptions,
): CommandLineUser {
  const user = new CommandLineUser(server, options);
  const [before, after] = options.each === "test" ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(() => user.begin());
  after(() => user.end());
  return user;
}
