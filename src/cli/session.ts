import { createClient, type HookNexus } from "../client/index.ts";
import type { Command } from "commander";
import { EXIT } from "./exit-codes.ts";
import { Failure } from "./failure.ts";
import { Output, type OutputOptions } from "./output.ts";
import { findCredential, findServer, type Sourced } from "./settings.ts";

export const USER_AGENT = "hooknexus-cli";

interface GlobalOptions extends OutputOptions {
  url?: string | undefined;
}

/** The context of one command: the server, the credential and the output. */
export class Session {
  readonly env: NodeJS.ProcessEnv;
  readonly output: Output;
  readonly server: Sourced;
  readonly credential: Sourced | null;

  private constructor(output: Output, server: Sourced, credential: Sourced | null) {
    this.env = process.env;
    this.output = output;
    this.server = server;
    this.credential = credential;
  }

  static async open(command: Command): Promise<Session> {
    const options = command.optsWithGlobals<GlobalOptions>();
    const server = await findServer(process.env, options.url);
    const credential = await findCredential(process.env, server.value);
    return new Session(new Output(options), server, credential);
  }

  /** @throws Failure if there is no credential, because the server would refuse the call anyway */
  get client(): HookNexus {
    if (this.credential) return this.clientOf(this.credential.value);
    throw new Failure(`You are not signed in to ${this.server.value}.`, {
      exitCode: EXIT.REFUSED,
      code: "not_signed_in",
      hint: "Run `hooknexus login`, or set HOOKNEXUS_TOKEN or HOOKNEXUS_API_KEY.",
    });
  }

  /** A client with another credential, or with none. */
  clientOf(token: string | undefined): HookNexus {
    return createClient({ url: this.server.value, token, userAgent: USER_AGENT });
  }
}
