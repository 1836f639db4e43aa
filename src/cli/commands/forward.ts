import type { Command } from "commander";
import type { CursorStore } from "../../client/index.ts";
import { chooseEndpoint, nameOf } from "../choose-endpoint.ts";
import { fileCursor } from "../cursor-file.ts";
import { withExamples } from "../examples.ts";
import { stateFolder } from "../folders.ts";
import { Forwarder } from "../forwarding/forwarder.ts";
import { parseHeader } from "../forwarding/headers.ts";
import { parseTarget } from "../forwarding/target.ts";
import { parseCount } from "../parse-number.ts";
import { Session } from "../session.ts";
import { stopSignal } from "../stop-signal.ts";

interface ForwardOptions {
  to: string;
  preservePath?: boolean;
  header?: [string, string][];
  allowExternal?: boolean;
  since?: number;
}

export function addForward(program: Command): void {
  const command = program
    .command("forward [endpoint]")
    .description("Forward each request to your own server, byte for byte.")
    .requiredOption("--to <url>", "target URL, or a port on this machine")
    .option(
      "--preserve-path",
      "append to the target the part of the request's path after the endpoint's URL",
    )
    .option("-H, --header <header>", "set a header; may be repeated", parseHeader)
    .option("--allow-external", "allow a target on another machine")
    .option(
      "--since <number>",
      "start after this request number (`requests ls` shows it); 0 starts with the oldest request",
      parseCount,
    )
    .action(async (wanted: string | undefined, options: ForwardOptions, self: Command) => {
      await forward(await Session.open(self), wanted, options);
    });
  withExamples(
    command,
    "hooknexus forward --to 3000",
    "hooknexus forward orders --to http://localhost:3000/webhooks --preserve-path",
    "hooknexus forward orders --to 3000 -H 'x-env: dev'",
    "hooknexus forward orders --to 3000 --since 0   # start over; without --since it continues",
  );
}

async function forward(
  session: Session,
  wanted: string | undefined,
  options: ForwardOptions,
): Promise<void> {
  const target = parseTarget(options.to, options.allowExternal ?? false);
  const endpoint = await chooseEndpoint(session, wanted);
  const consumer = { server: session.server.value, target: target.url };
  const cursor = fileCursor(stateFolder(session.env), consumer);
  if (options.since === undefined) await startWithLiveTraffic(session, endpoint.id, cursor);
  // Saved now, so that the next run without --since continues from here even if none arrives.
  else await cursor.save(endpoint.id, options.since);
  const forwarder = new Forwarder({
    session,
    endpoint: { id: endpoint.id, name: nameOf(endpoint) },
    target,
    extraHeaders: options.header ?? [],
    isPathPreserved: options.preservePath ?? false,
    signal: stopSignal(),
  });
  await forwarder.run({ since: options.since, cursor });
}

/**
 * The first run starts with live traffic. Its position is saved immediately, so that the next run
 * continues from here even if no request arrives before this one is stopped.
 */
async function startWithLiveTraffic(
  { client }: Session,
  id: string,
  cursor: CursorStore,
): Promise<void> {
  if ((await cursor.load(id)) !== null) return;
  const [newest] = (await client.requests.list(id, { limit: 1 })).requests;
  await cursor.save(id, newest?.seq ?? 0);
}
