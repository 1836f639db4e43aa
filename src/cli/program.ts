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

/** The whole command line. Its parts stand in the order in which one needs them. */
export function createProgram(): Command {
  const { version } = manifest;
  const program = new Command("hooknexus")
    .description("A webhook inbox: see, forward and keep what is sent to you.")
    .option("--json", "print one JSON object a line")
    .option("-q, --quiet", "print results and errors alone")
    .option("--url <url>", "the server, for this once (or set HOOKNEXUS_API_URL)")
    .configureHelp({ showGlobalOptions: true })
    .version(version, "-V, --version", "print the version")
    // What it says is said by `bin`, as everything else is: as JSON too.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  for (const add of PARTS) add(program);
  return program;
}

const PARTS: readonly ((program: Command) => void)[] = [
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
