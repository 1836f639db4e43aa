import { Command } from "commander";
import { addConfig } from "./commands/config.ts";
import { addEndpoints } from "./commands/endpoints.ts";
import { addForward } from "./commands/forward.ts";
import { addListen } from "./commands/listen.ts";
import { addWhoami } from "./commands/whoami.ts";

/** The whole command line. Its parts stand in the order in which one needs them. */
export function createProgram(): Command {
  const program = new Command("hooknexus")
    .description("A webhook inbox: see, forward and keep what is sent to you.")
    .option("--json", "print one JSON object a line")
    .option("-q, --quiet", "print results and errors alone")
    .option("--url <url>", "the server, for this once (or set HOOKNEXUS_API_URL)")
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("Add --help to see what there is.")
    .exitOverride();
  for (const add of PARTS) add(program);
  return program;
}

const PARTS: readonly ((program: Command) => void)[] = [
  addWhoami,
  addEndpoints,
  addListen,
  addForward,
  addConfig,
];
