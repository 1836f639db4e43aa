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
    .description("Export all stored requests with their bodies, one JSON object per line.")
    .option("-o, --output <file>", "write to a new file instead of stdout")
    .option("--after <number>", "export only requests after this request number", parseCount)
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
  if (file !== undefined) await assertNewFile(file);
  const { id } = await chooseEndpoint(session, wanted);
  const signal = stopSignal();
  const progress = { written: 0 };
  const lines = Readable.from(exportLines(session, id, after, progress, signal));
  try {
    if (file === undefined) await pipeline(lines, process.stdout, { end: false, signal });
    else await writeFile(lines, file, signal);
  } catch (error) {
    throw signal.aborted ? interrupted(progress.written) : error;
  }
  session.output.note(`Exported ${toCount(progress.written, "request")}.`);
}

/** Yields one request at a time. A slow reader pauses the paging, so memory does not grow. */
async function* exportLines(
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
    output.progress(
      `Exporting: ${toNumber(progress.written)} of ${toCount(total ?? 0, "request")}`,
    );
  }
}

/** Adds an omitted body. If the request was deleted in the meantime, the row stays as it is. */
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

/** The file gets its name when it is complete, so a partial export can't be mistaken for one. */
async function writeFile(lines: Readable, file: string, signal: AbortSignal): Promise<void> {
  const unfinished = `${file}.part`;
  try {
    await pipeline(lines, createWriteStream(unfinished, { mode: 0o600 }), { signal });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function assertNewFile(file: string): Promise<void> {
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  if (exists) throw usageFailure(`${file} already exists.`, "Choose another file name.");
}

function interrupted(written: number): Failure {
  const sentence = `Stopped after ${toCount(written, "request")}.`;
  return new Failure(sentence, { exitCode: EXIT.INTERRUPTED, code: "interrupted" });
}
