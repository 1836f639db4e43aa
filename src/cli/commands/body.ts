import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { manyLines } from "../escape.ts";
import { withExamples } from "../examples.ts";
import { usageFailure } from "../failure.ts";
import { parseRequestId } from "../parse-request-id.ts";
import { Session } from "../session.ts";
import { toSize } from "../sizes.ts";

export function addBody(requests: Command): void {
  const command = requests
    .command("body")
    .argument("<request>", "request id", parseRequestId)
    .description("Fetch the exact bytes of a body, to stdout or to a file.")
    .option("-o, --output <file>", "write to a new file")
    .action(async (id: string, { output: file }: { output?: string }, self: Command) => {
      const session = await Session.open(self);
      if (file !== undefined) return saveBody(session, id, file);
      if (session.output.isJson) return printJson(session, id);
      if (process.stdout.isTTY) return showBody(session, id);
      const { stream } = await session.client.requests.body(id);
      await pipeline(Readable.from(stream), process.stdout);
    });
  withExamples(
    command,
    "hooknexus requests body $REQUEST_ID",
    "hooknexus requests body $REQUEST_ID | sha256sum",
    "hooknexus requests body $REQUEST_ID -o invoice.pdf",
  );
}

async function saveBody({ client, output }: Session, id: string, file: string): Promise<void> {
  const { stream, contentType } = await client.requests.body(id);
  const writing = createWriteStream(file, { flags: "wx" });
  await pipeline(Readable.from(stream), writing);
  const size = writing.bytesWritten;
  output.done({ id, file, contentType, size }, `Wrote ${toSize(size)} to ${file}.`);
}

async function printJson({ client, output }: Session, id: string): Promise<void> {
  const { bytes, contentType } = await client.requests.body(id);
  output.result({ id, contentType, base64: Buffer.from(await bytes()).toString("base64") }, []);
}

/** A sender's bytes must not control the terminal. Text is escaped, other bytes are refused. */
async function showBody({ client, output }: Session, id: string): Promise<void> {
  const { bytes } = await client.requests.body(id);
  const text = decodeText(await bytes());
  if (text === null) {
    throw usageFailure(
      "This body is not text.",
      "Use --output FILE, or pipe it to another program.",
    );
  }
  output.result(null, [manyLines(text)]);
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
