import type { Command } from "commander";
import type { PageQuery, RequestPage, RequestRow } from "../../client/index.ts";
import { untilFree } from "../../client/until-free.ts";
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
    .description("List, show, fetch, replay, delete and export stored requests.");
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
    .description("List stored requests, newest first.")
    .option("--limit <count>", "number of requests (max 100)", parseCount, 20)
    .option("--offset <count>", "skip this many requests", parseCount)
    .option("--after <number>", "list oldest first, after this request number", parseCount)
    .option("--search <text>", "search the path, query, headers and body")
    .option("--method <method>", "only requests with this HTTP method")
    .option("--since <time>", "received at this time or later (ISO 8601)")
    .option("--until <time>", "received at this time or earlier (ISO 8601)")
    .option("--cursor <cursor>", "continue a search where it stopped")
    .action(async (wanted: string | undefined, options: ListOptions, self: Command) => {
      const session = await Session.open(self);
      const { id } = await chooseEndpoint(session, wanted);
      const { search: q, ...query } = options;
      const list = () => session.client.requests.list(id, { ...query, q });
      const page = await untilFree(list);
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

function showPage({ output }: Session, page: RequestPage): void {
  const { requests, total } = page;
  if (output.isJson) for (const row of requests) output.result(row, []);
  else if (requests.length > 0) output.result(null, toTable(HEAD, requests.map(cellsOf)));
  const shown = toNumber(requests.length);
  output.note(total === null ? `${shown} shown.` : `${shown} of ${toCount(total, "request")}.`);
  if (total === null) for (const line of howToSearchOn(page)) output.note(line);
}

/** A search of a large history stops early. */
function howToSearchOn({ next, progress }: RequestPage): string[] {
  if (next === undefined || !progress) return [];
  const { readBytes, storedBytes } = progress;
  return [
    `Searched ${toSize(readBytes)} of ${toSize(storedBytes)}. To continue the search, repeat the command with:`,
    `  --cursor ${next}`,
  ];
}

function cellsOf(row: RequestRow): string[] {
  const path = row.path + (row.raw_query && `?${row.raw_query}`);
  return [String(row.seq), row.id, row.created_at, row.method, path, toSize(row.size)];
}

function addShow(requests: Command): void {
  const command = requests
    .command("show")
    .argument("<request>", "request id", parseRequestId)
    .description("Show one request: metadata, headers and, if it is text, the body.")
    .action(async (id: string, _options: unknown, self: Command) => {
      const { client, output } = await Session.open(self);
      const row = await client.requests.get(id);
      output.result(row, wholeRequest(row));
    });
  withExamples(command, "hooknexus requests show $REQUEST_ID");
}

function parseRequestIds(text: string, previous: string[] = []): string[] {
  return [...previous, parseRequestId(text)];
}

function addDelete(requests: Command): void {
  const command = requests
    .command("delete")
    .argument("<requests...>", "request ids", parseRequestIds)
    .description("Delete stored requests.")
    .option("-y, --yes", "do not ask for confirmation")
    .action(async (ids: string[], { yes }: { yes?: boolean }, self: Command) => {
      const { client, output } = await Session.open(self);
      await confirmOrFail(
        `Delete ${ids.length === 1 ? "this request" : toCount(ids.length, "request")}?`,
        yes,
      );
      // As in the API, an unknown id is an error only if it is the only id.
      const [only = ""] = ids;
      const deleted =
        ids.length === 1
          ? Number((await client.requests.delete(only)).deleted)
          : (await client.requests.deleteMany(ids)).deleted;
      output.done({ deleted }, `Deleted ${deleted} of ${ids.length}.`);
    });
  withExamples(command, "hooknexus requests delete $REQUEST_ID --yes");
}
