import type { Command } from "commander";
import type { Connection } from "../../client/index.ts";
import { oneLine } from "../escape.ts";
import { withExamples } from "../examples.ts";
import { usageFailure } from "../failure.ts";
import { parseRequestId } from "../parse-request-id.ts";
import { canAsk, choose } from "../prompt.ts";
import { Session } from "../session.ts";

/** `replay`, which stands alone and among `requests`. */
export function addReplay(parent: Command): void {
  const command = parent
    .command("replay")
    .argument("<request>", "its id", parseRequestId)
    .description("Send a stored request to a listener that is online again.")
    .option("--to <connection>", "to which one, where there are several")
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
  if (canAsk()) return choose("To which listener?", choices);
  throw usageFailure(
    `There are ${targets.length} listeners online. Say which one is meant.`,
    ["One of:", ...choices.map(({ label }) => oneLine(`  --to ${label}`))].join("\n"),
  );
}

/** What tells it from the others that are online. */
function labelOf({ clientType, clientMode, connectedAt, userAgent }: Connection): string {
  const kind = clientMode === null ? clientType : `${clientType} ${clientMode}`;
  return `${kind}, since ${new Date(connectedAt).toISOString()}, ${userAgent ?? "no user agent"}`;
}
