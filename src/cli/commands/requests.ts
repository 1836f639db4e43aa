import type { Command } from "commander";
import type { PageQuery, RequestRow } from "../../client/index.ts";
import { chooseEndpoint } from "../choose-endpoint.ts";
import { withExamples } from "../examples.ts";
import { parseCount } from "../parse-number.ts";
import { parseRequestId } from "../parse-request-id.ts";
import { confirmOrFail } from "../prompt.ts";
import { wholeRequest } from "../request-lines.ts";
import { Session } from "../session.ts";
import { toCount, toNumber, toSize } from "../sizes.ts";
import { toTable } from "../table.ts";
import { addBody } from "./body.ts";
import { addExport } from "./export.ts";
import { addReplay } from "./replay.ts";

export function addRequests(program: Command): void {
  const requests = program
    .command("requests")
    .description("See, fetch, send again, delete and export what was received.");
  addList(requests);
  addShow(requests);
  addBody(requests);
  addReplay(requests);
  addDelete(requests);
  addExport(requests);
}

interface ListOptions extends PageQuery {
  search?: string;
}

function addList(requests: Command): void {
  const command = requests
    .command("ls [endpoint]")
    .description("List what is stored, newest first.")
    .option("--limit <count>", "so many, 100 at most", parseCount, 20)
    .option("--offset <count>", "after so many", parseCount)
    .option("--after <number>", "forward in order of arrival, after this number", parseCount)
    .option("--search <text>", "in path, query, headers or body")
    .option("--method <method>", "of this method")
    .option("--since <time>", "received since, ISO 8601")
    .option("--until <time>", "received until, ISO 8601")
    .action(async (wanted: string | undefined, options: ListOptions, self: Command) => {
      const session = await Session.open(self);
      const { id } = await chooseEndpoint(session, wanted);
      const { search: q, ...query } = options;
      const page = await session.client.requests.list(id, { ...query, q });
      showPage(session, page);
    });
  withExamples(
    command,
    "hooknexus requests ls",
    "hooknexus requests ls orders --method POST --search invoice_42",
    "hooknexus requests ls orders --json | jq -r .id",
  );
}

const HEAD = ["NUMBER", "ID", "RECEIVED", "METHOD", "PATH", "SIZE"];

function showPage(
  { output }: Session,
  { requests, total }: { requests: RequestRow[]; total: number },
): void {
  if (output.isJson) for (const row of requests) output.result(row, []);
  else if (requests.length > 0) output.result(null, toTable(HEAD, requests.map(cellsOf)));
  output.note(`${toNumber(requests.length)} of ${toCount(total, "request")}.`);
}

function cellsOf(row: RequestRow): string[] {
  const path = row.path + (row.raw_query && `?${row.raw_query}`);
  return [String(row.seq), row.id, row.created_at, row.method, path, toSize(row.size)];
}

function addShow(requests: Command): void {
  const command = requests
    .command("show")
    .argument("<request>", "its id", parseRequestId)
    .description("Show one: what is known of it, its headers, and its body where that is text.")
    .action(async (id: string, _options: unknown, self: Command) => {
      const { client, output } = await Session.open(self);
      const row = await client.requests.get(id);
      output.result(row, wholeRequest(row));
    });
  withExamples(command, "hooknexus requests show $REQUEST_ID");
}

function parseRequestIds(text: string, before: string[] = []): string[] {
  return [...before, parseRequestId(text)];
}

function addDelete(requests: Command): void {
  const command = requests
    .command("delete")
    .argument("<requests...>", "their ids", parseRequestIds)
    .description("Delete stored requests.")
    .option("-y, --yes", "do not ask")
    .action(async (ids: string[], { yes }: { yes?: boolean }, self: Command) => {
      const { client, output } = await Session.open(self);
      await confirmOrFail(
        `Delete ${ids.length === 1 ? "this request" : toCount(ids.length, "request")}?`,
        yes,
      );
      // One that is not there is an error where it is the only one, as in the API.
      const [only = ""] = ids;
      const deleted =
        ids.length === 1
          ? Number((await client.requests.delete(only)).deleted)
          : (await client.requests.deleteMany(ids)).deleted;
      output.done({ deleted }, `Deleted ${deleted} of ${ids.length}.`);
    });
  withExamples(command, "hooknexus requests delete $REQUEST_ID --yes");
}
