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
    .description("Send each request on to a server of yours, exact to the byte.")
    .requiredOption("--to <address>", "where to: an address, or a port of this machine")
    .option("--preserve-path", "append the path behind the endpoint's own")
    .option("-H, --header <header>", "set a header; may be repeated", parseHeader)
    .option("--allow-external", "let the address be another machine's")
    .option("--since <number>", "begin after this number; 0: with all that is stored", parseCount)
    .action(async (wanted: string | undefined, options: ForwardOptions, self: Command) => {
      await forward(await Session.open(self), wanted, options);
    });
  withExamples(
    command,
    "hooknexus forward --to 3000",
    "hooknexus forward orders --to http://localhost:3000/webhooks --preserve-path",
    "hooknexus forward orders --to 3000 -H 'x-env: dev'",
    "hooknexus forward orders --to 3000 --since 0   # anew; without --since it goes on from there",
  );
}

async function forward(
  session: Session,
  wanted: string | undefined,
  options: ForwardOptions,
): Promise<void> {
  const target = parseTarget(options.to, options.allowExternal ?? false);
  const endpoint = await chooseEndpoint(session, wanted);
  const consumer = { server: session.server.value, target: target.address };
  const cursor = fileCursor(stateFolder(session.env), consumer);
  if (options.since === undefined) await beginNow(session, endpoint.id, cursor);
  // At once, as above: who stops it before the first request goes on from here without --since.
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
 * The first start begins with live traffic. That is noted at once, not with the first request: a
 * forwarder that is stopped before one came goes on from here too.
 */
async function beginNow({ client }: Session, id: string, cursor: CursorStore): Promise<void> {
  if ((await cursor.load(id)) !== null) return;
  const [newest] = (await client.requests.list(id, { limit: 1 })).requests;
  await cursor.save(id, newest?.seq ?? 0);
}
