import { InvalidArgumentError, Option, type Command } from "commander";
import type { CreatedEndpoint, EndpointRow, UpdateEndpointBody } from "../../client/index.ts";
import { findEndpoint, nameOf } from "../choose-endpoint.ts";
import { withExamples } from "../examples.ts";
import { usageFailure } from "../failure.ts";
import { confirmOrFail } from "../prompt.ts";
import { Session } from "../session.ts";
import { toCount } from "../sizes.ts";
import { toList, toTable } from "../table.ts";

export function addEndpoints(program: Command): void {
  const endpoints = program
    .command("endpoints")
    .description("Make, see, change and delete the addresses that webhooks go to.");
  addList(endpoints);
  addCreate(endpoints);
  addInfo(endpoints);
  addUpdate(endpoints);
  addDelete(endpoints);
}

function addList(endpoints: Command): void {
  const command = endpoints
    .command("ls")
    .description("List your endpoints, newest first.")
    .action(async (_options: unknown, self: Command) => {
      const { client, output } = await Session.open(self);
      const { endpoints: rows } = await client.endpoints.list();
      if (output.isJson) for (const row of rows) output.result(row, []);
      else if (rows.length > 0) output.result(null, toTable(HEAD, rows.map(cellsOf)));
      else output.note("You have no endpoint. Type `hooknexus endpoints create`.");
    });
  withExamples(command, "hooknexus endpoints ls", "hooknexus endpoints ls --json | jq -r .id");
}

const HEAD = ["ID", "ALIAS", "REQUESTS", "STATE", "EXPIRES"];

function cellsOf(row: EndpointRow): string[] {
  return [row.id, row.alias ?? "-", String(row.request_count), stateOf(row), expiryOf(row)];
}

const stateOf = ({ is_paused }: EndpointRow) => (is_paused ? "paused" : "active");
const expiryOf = ({ expires_at }: EndpointRow) => expires_at ?? "never";

function addCreate(endpoints: Command): void {
  const command = endpoints
    .command("create")
    .description("Make an endpoint, and print the address to send webhooks to.")
    .option("--alias <name>", "what you call it here; no part of its address")
    .option("--permanent", "it does not expire")
    .action(async (options: { alias?: string; permanent?: boolean }, self: Command) => {
      const { client, output } = await Session.open(self);
      const { alias, permanent: isPermanent = false } = options;
      const made = await client.endpoints.create({ isPermanent, ...(alias ? { alias } : {}) });
      output.result(made, [made.url]);
      output.note(`Listen with \`hooknexus listen ${wordFor(made)}\`.`);
    });
  withExamples(
    command,
    "hooknexus endpoints create --alias orders",
    "URL=$(hooknexus endpoints create --quiet)",
  );
}

/** How to name it in a shell: its alias, where that can be typed without quotes. */
function wordFor({ alias, id }: CreatedEndpoint): string {
  return alias !== null && /^\w[\w.-]*$/.test(alias) ? alias : id;
}

function addInfo(endpoints: Command): void {
  const command = endpoints
    .command("info <endpoint>")
    .description("Show an endpoint, by its id or alias.")
    .action(async (wanted: string, _options: unknown, self: Command) => {
      const session = await Session.open(self);
      showEndpoint(session, await findEndpoint(session, wanted));
    });
  withExamples(command, "hooknexus endpoints info orders");
}

function showEndpoint({ output, server }: Session, row: EndpointRow): void {
  const url = `${server.value}/h/${row.id}`;
  const fields = {
    id: row.id,
    url,
    alias: row.alias ?? "-",
    state: stateOf(row),
    expires: expiryOf(row),
    requests: String(row.request_count),
    "last request": row.last_request_at ?? "-",
    created: row.created_at,
  };
  output.result({ ...row, url }, toList(fields));
}

interface UpdateOptions {
  alias?: string | false;
  pause?: boolean;
  resume?: boolean;
  permanent?: boolean;
  status?: number;
  body?: string;
  defaultResponse?: boolean;
}

function addUpdate(endpoints: Command): void {
  const command = endpoints
    .command("update <endpoint>")
    .description("Change what is named, and leave the rest.")
    .option("--alias <name>", "give it another alias")
    .option("--no-alias", "take its alias away")
    .option("--pause", "refuse webhooks until it goes on")
    .addOption(new Option("--resume", "let it go on").conflicts("pause"))
    .option("--permanent", "it does not expire")
    .option("--no-permanent", "it expires again")
    .option("--status <code>", "answer senders with this status", parseStatus)
    .option("--body <text>", "answer senders with this text")
    .addOption(
      new Option("--default-response", "answer senders as by default").conflicts([
        "status",
        "body",
      ]),
    )
    .action(async (wanted: string, options: UpdateOptions, self: Command) => {
      const session = await Session.open(self);
      const changes = toChanges(options);
      const { id } = await findEndpoint(session, wanted);
      showEndpoint(session, await session.client.endpoints.update(id, changes));
    });
  withExamples(
    command,
    "hooknexus endpoints update orders --pause",
    "hooknexus endpoints update orders --status 202 --body accepted",
  );
}

function parseStatus(text: string): number {
  if (/^[2-5]\d\d$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be an HTTP status, 200 to 599.");
}

function toChanges(options: UpdateOptions): UpdateEndpointBody {
  const { alias, pause, resume, permanent, defaultResponse } = options;
  const changes: UpdateEndpointBody = {
    ...(alias === undefined ? {} : { alias: alias === false ? null : alias }),
    ...(pause || resume ? { isPaused: pause === true } : {}),
    ...(permanent === undefined ? {} : { isPermanent: permanent }),
    ...(defaultResponse ? { response: null } : responseOf(options)),
  };
  if (Object.keys(changes).length > 0) return changes;
  throw usageFailure(
    "There is nothing to change.",
    "Type `hooknexus endpoints update --help` to see what can be.",
  );
}

function responseOf({ status = 200, body = "" }: UpdateOptions): UpdateEndpointBody {
  if (status === 200 && body === "") return {};
  const headers: Record<string, string> = body ? { "content-type": "text/plain" } : {};
  return { response: { status, body, headers, delayMs: 0 } };
}

function addDelete(endpoints: Command): void {
  const command = endpoints
    .command("delete <endpoint>")
    .description("Delete an endpoint with all that it received.")
    .option("-y, --yes", "do not ask")
    .action(async (wanted: string, { yes }: { yes?: boolean }, self: Command) => {
      const session = await Session.open(self);
      const row = await findEndpoint(session, wanted);
      await confirmOrFail(
        `Delete ${nameOf(row)} and its ${toCount(row.request_count, "request")}?`,
        yes,
      );
      const reply = await session.client.endpoints.delete(row.id);
      session.output.done({ id: row.id, ...reply }, `Deleted ${row.id}.`);
    });
  withExamples(
    command,
    "hooknexus endpoints delete orders",
    "hooknexus endpoints delete $ID --yes",
  );
}
