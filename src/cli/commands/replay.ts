import type { Command } from "commander";
import type { Connection } from "../../client/index.ts";
import { oneLine } from "../escape.ts";
import { withExamples } from "../examples.ts";
import { usageFailure } from "../failure.ts";
import { parseRequestId } from "../parse-request-id.ts";
import { choose, isInteractive } from "../prompt.ts";
import { Session } from "../session.ts";

/** Adds `replay`, which exists at the top level and below `requests`. */
export function addReplay(parent: Command): void {
  const command = parent
    .command("replay")
    .argument("<request>", "request id", parseRequestId)
    .description("Replay a stored request to a connected listener.")
    .option("--to <connection>", "connection id of the listener, if several are connected")
    .action(async (requestId: string, { to }: { to?: string }, self: Command) => {
      const session = await Session.open(self);
      await replay(session, requestId, to);
    });
  withExamples(
    command,
    "hooknexus replay $REQUEST_ID",
    "hooknexus replay $REQUEST_ID --to $CONNECTION",
  );
}

async function replay(session: Session, requestId: string, to: string | undefined): Promise<void> {
  const { client, output } = session;
  const connectionId = to ?? (await chooseTarget(session, requestId));
  const reply = await client.replay.send({ requestId, connectionId });
  const name = oneLine(`${reply.clientType} ${reply.clientMode ?? ""} ${connectionId}`);
  output.done({ requestId, ...reply }, `Sent to ${name.replaceAll(/ +/g, " ")}.`);
}

async function chooseTarget({ client }: Session, requestId: string): Promise<string> {
  const { targets } = await client.replay.targets(requestId);
  const [first, second] = targets;
  if (first && !second) return first.connectionId;
  const choices = targets.map((target) => ({
    value: target.connectionId,
    label: `${target.connectionId}  ${labelOf(target)}`,
  }));
  if (isInteractive()) return choose("Which listener?", choices);
  throw usageFailure(
    `${targets.length} listeners are connected. Choose one with --to.`,
    ["One of:", ...choices.map(({ label }) => oneLine(`  --to ${label}`))].join("\n"),
  );
}

/** Describes a listener so that the user can tell it from the others. */
function labelOf({ clientType, clientMode, connectedAt, userAgent }: Connection): string {
  const kind = clientMode === null ? clientType : `${clientType} ${clientMode}`;
  return `${kind}, since ${new Date(connectedAt).toISOString()}, ${userAgent ?? "no user agent"}`;
}
