import { Command } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { addCompletion } from "./commands/completion.ts";
import { addConfig } from "./commands/config.ts";
import { addEndpoints } from "./commands/endpoints.ts";
import { addForward } from "./commands/forward.ts";
import { addKeys } from "./commands/keys.ts";
import { addListen } from "./commands/listen.ts";
import { addLogin } from "./commands/login.ts";
import { addLogout } from "./commands/logout.ts";
import { addReplay } from "./commands/replay.ts";
import { addRequests } from "./commands/requests.ts";
import { addVerify } from "./commands/verify.ts";
import { addWhoami } from "./commands/whoami.ts";

/** The whole command line, its commands in the order in which a new user needs them. */
export function createProgram(): Command {
  const { version } = manifest;
  const program = new Command("hooknexus")
    .description("A webhook inbox: receive, inspect, forward and store webhooks.")
    .option("--json", "print JSON, one object per line")
    .option("-q, --quiet", "print only results and errors")
    .option("--url <url>", "server URL for this command only (or set HOOKNEXUS_API_URL)")
    .configureHelp({ showGlobalOptions: true })
    .version(version, "-V, --version", "print the version")
    // `runCommandLine` prints errors, so that --json applies to usage errors too.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  for (const add of COMMANDS) add(program);
  return program;
}

const COMMANDS: readonly ((program: Command) => void)[] = [
  addLogin,
  addLogout,
  addWhoami,
  addEndpoints,
  addKeys,
  addListen,
  addForward,
  addRequests,
  addReplay,
  addVerify,
  addConfig,
  addCompletion,
];
