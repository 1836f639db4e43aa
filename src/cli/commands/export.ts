import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { HookNexusError, type HookNexus, type RequestRow } from "../../client/index.ts";
import { chooseEndpoint } from "../choose-endpoint.ts";
import { safeJson } from "../escape.ts";
import { withExamples } from "../examples.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure, usageFailure } from "../failure.ts";
import { parseCount } from "../parse-number.ts";
import { Session } from "../session.ts";
import { toCount, toNumber } from "../sizes.ts";
import { stopSignal } from "../stop-signal.ts";

interface ExportOptions {
  output?: string;
  after?: number;
}

export function addExport(requests: Command): void {
  const command = requests
    .command("export [endpoint]")
    .description("Write all that is stored, bodies included, as one JSON object a line.")
    .option("-o, --output <file>", "into a new file, in place of stdout")
    .option("--after <number>", "begin after this number", parseCount)
    .action(async (wanted: string | undefined, options: ExportOptions, self: Command) => {
      await exportAll(await Session.open(self), wanted, options);
    });
  withExamples(
    command,
    "hooknexus requests export orders -o orders.jsonl",
    "hooknexus requests export orders | gzip > orders.jsonl.gz",
  );
}

async function exportAll(
  session: Session,
  wanted: string | undefined,
  { output: file, after = 0 }: ExportOptions,
): Promise<void> {
  if (file !== undefined) await mustBeNew(file);
  const { id } = await chooseEndpoint(session, wanted);
  const signal = stopSignal();
  const progress = { written: 0 };
  const lines = Readable.from(linesOf(session, id, after, progress, signal));
  try {
    if (file === undefined) await pipeline(lines, process.stdout, { end: false, signal });
    else await writeFile(lines, file, signal);
  } catch (error) {
    throw signal.aborted ? stopped(progress.written) : error;
  }
  session.output.note(`Exported ${toCount(progress.written, "request")}.`);
}

/** One request at a time: a slow reader stops the paging, so that memory does not grow. */
async function* linesOf(
  { client, output }: Session,
  endpointId: string,
  after: number,
  progress: { written: number },
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { total } = await client.requests.list(endpointId, { after, limit: 1 }, { signal });
  for await (const row of client.requests.all(endpointId, { after }, { signal })) {
    yield `${safeJson(await withBody(client, row, signal))}\n`;
    progress.written++;
    output.progress(`Exporting: ${toNumber(progress.written)} of ${toCount(total, "request")}`);
  }
}

/** With the body that was left out; as it is where that was deleted in the meantime. */
async function withBody(
  client: HookNexus,
  row: RequestRow,
  signal: AbortSignal,
): Promise<RequestRow> {
  if (row.body_encoding !== "omitted") return row;
  try {
    const bytes = await (await client.requests.body(row.id, { signal })).bytes();
    const body = Buffer.from(bytes).toString("base64");
    return { ...row, body, body_encoding: "base64" };
  } catch (error) {
    if (error instanceof HookNexusError && error.code === "request_not_found") return row;
    throw error;
  }
}

/** It gets its name once it is whole: half an export must not pass for one. */
async function writeFile(lines: Readable, file: string, signal: AbortSignal): Promise<void> {
  const unfinished = `${file}.part`;
  try {
    await pipeline(lines, createWriteStream(unfinished, { mode: 0o600 }), { signal });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function mustBeNew(file: string): Promise<void> {
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw usageFailure(`${file} is there already.`, "Name a file that is not.");
}

function stopped(written: number): Failure {
  const sentence = `Stopped after ${toCount(written, "request")}.`;
  return new Failure(sentence, { exitCode: EXIT.INTERRUPTED, code: "interrupted" });
}
