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
    .description("Create, list, change and delete endpoints, the URLs that receive webhooks.");
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
      else output.note("You have no endpoints. Run `hooknexus endpoints create`.");
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
    .description("Create an endpoint and print the URL to send webhooks to.")
    .option("--alias <name>", "optional name; not part of the URL")
    .option("--permanent", "never expire")
    .action(async (options: { alias?: string; permanent?: boolean }, self: Command) => {
      const { client, output } = await Session.open(self);
      const { alias, permanent: isPermanent = false } = options;
      const created = await client.endpoints.create({ isPermanent, ...(alias ? { alias } : {}) });
      output.result(created, [created.url]);
      output.note(`Listen with \`hooknexus listen ${argumentFor(created)}\`.`);
    });
  withExamples(
    command,
    "hooknexus endpoints create --alias orders",
    "URL=$(hooknexus endpoints create --quiet)",
  );
}

/** Names the endpoint in a shell: the alias if it needs no quotes, otherwise the id. */
function argumentFor({ alias, id }: CreatedEndpoint): string {
  return alias !== null && /^\w[\w.-]*$/.test(alias) ? alias : id;
}

function addInfo(endpoints: Command): void {
  const command = endpoints
    .command("info <endpoint>")
    .description("Show one endpoint, by id or alias.")
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
    .description("Change the given settings and keep the rest.")
    .option("--alias <name>", "set the alias")
    .option("--no-alias", "remove the alias")
    .option("--pause", "refuse webhooks until resumed")
    .addOption(new Option("--resume", "accept webhooks again").conflicts("pause"))
    .option("--permanent", "never expire")
    .option("--no-permanent", "let it expire again")
    .option("--status <code>", "reply to senders with this status", parseStatus)
    .option("--body <text>", "reply to senders with this text")
    .addOption(
      new Option("--default-response", "restore the default reply to senders").conflicts([
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
  throw new InvalidArgumentError("It must be an HTTP status from 200 to 599.");
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
    "Run `hooknexus endpoints update --help` to see the options.",
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
    .description("Delete an endpoint and all its requests.")
    .option("-y, --yes", "do not ask for confirmation")
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
