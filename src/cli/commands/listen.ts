import type { Command } from "commander";
import type { EndpointRow } from "../../client/index.ts";
import { chooseEndpoint, findEndpoint, nameOf } from "../choose-endpoint.ts";
import { oneLine } from "../escape.ts";
import { withExamples } from "../examples.ts";
import { toFailure, usageFailure } from "../failure.ts";
import { listenerNotes } from "../listener-notes.ts";
import { parseCount } from "../parse-number.ts";
import { requestLines } from "../request-lines.ts";
import { Session } from "../session.ts";
import { stopSignal } from "../stop-signal.ts";

interface ListenOptions {
  all?: boolean;
  since?: number;
}

export function addListen(program: Command): void {
  const command = program
    .command("listen [endpoints...]")
    .description("Print each request as it arrives, without missing any across reconnects.")
    .option("--all", "listen on all your endpoints")
    .option(
      "--since <number>",
      "start after this request number (`requests ls` shows it); 0 starts with the oldest request",
      parseCount,
    )
    .action(async (wanted: string[], options: ListenOptions, self: Command) => {
      const session = await Session.open(self);
      const rows = await endpointsOf(session, wanted, options);
      const signal = stopSignal();
      await listenOnAll(session, rows, options.since, signal);
    });
  withExamples(
    command,
    "hooknexus listen",
    "hooknexus listen orders invoices",
    "hooknexus listen --all --json | jq -r .body",
  );
}

async function endpointsOf(
  session: Session,
  wanted: readonly string[],
  { all }: ListenOptions,
): Promise<EndpointRow[]> {
  if (all && wanted.length > 0) throw usageFailure("Give endpoint names or --all, not both.");
  if (!all && wanted.length === 0) return [await chooseEndpoint(session, undefined)];
  if (!all) return Promise.all([...new Set(wanted)].map((name) => findEndpoint(session, name)));
  const { endpoints } = await session.client.endpoints.list();
  if (endpoints.length === 0) await chooseEndpoint(session, undefined);
  return endpoints;
}

/** Each listener ends on its own. If one endpoint is deleted, the others go on. */
async function listenOnAll(
  session: Session,
  rows: readonly EndpointRow[],
  since: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const listening = rows.map(async (row) => {
    try {
      await listenOn(session, row, since, signal);
    } catch (error) {
      if (rows.length > 1) session.output.note(endNote(session, row, error));
      throw error;
    }
  });
  for (const end of await Promise.allSettled(listening)) {
    if (end.status === "rejected") throw end.reason;
  }
}

function endNote({ env }: Session, row: EndpointRow, error: unknown): string {
  return oneLine(`No longer listening on ${nameOf(row)}: ${toFailure(error, env).message}`);
}

async function listenOn(
  { client, output }: Session,
  row: EndpointRow,
  since: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const onState = listenerNotes(output, nameOf(row));
  const options = { since, signal, mode: "listen", onState } as const;
  for await (const request of client.listen(row.id, options)) {
    output.result(request, requestLines(output, request));
  }
}
