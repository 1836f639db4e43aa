import type { Command } from "commander";
import type { ApiKey, CreatedKey, HookNexus } from "../../client/index.ts";
import { isUuid } from "../../protocol/ids.ts";
import { findEndpoint } from "../choose-endpoint.ts";
import { withExamples } from "../examples.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { parseCount } from "../parse-number.ts";
import { confirmOrFail } from "../prompt.ts";
import { Session } from "../session.ts";
import { toCount } from "../sizes.ts";
import { toTable } from "../table.ts";

export function addKeys(program: Command): void {
  const keys = program
    .command("keys")
    .description("Create, list, rotate and revoke API keys, the credentials for scripts.");
  addList(keys);
  addCreate(keys);
  addRotate(keys);
  addRevoke(keys);
}

const HEAD = ["ID", "NAME", "PREFIX", "CREATED", "LAST USED", "EXPIRES", "ENDPOINTS"];

function addList(keys: Command): void {
  const command = keys
    .command("ls")
    .description("List your API keys, without their secrets.")
    .action(async (_options: unknown, self: Command) => {
      const { client, output } = await Session.open(self);
      const { keys: rows } = await client.keys.list();
      if (output.isJson) for (const row of rows) output.result(row, []);
      else if (rows.length > 0) output.result(null, toTable(HEAD, rows.map(cellsOf)));
      else output.note("You have no API keys. Run `hooknexus keys create`.");
    });
  withExamples(command, "hooknexus keys ls");
}

function cellsOf(key: ApiKey): string[] {
  const { id, prefix, createdAt, endpointIds } = key;
  const used = key.lastUsedAt ?? "never";
  const expires = key.expiresAt ?? "never";
  return [id, key.name ?? "-", prefix, createdAt, used, expires, endpointIds?.join(", ") ?? "all"];
}

interface CreateOptions {
  name?: string;
  endpoint?: string[];
  expires?: string;
}

function addCreate(keys: Command): void {
  const command = keys
    .command("create")
    .description("Create an API key and print it. It is shown only once.")
    .option("--name <name>", "label for the key")
    .option("--endpoint <endpoints...>", "restrict the key to these endpoints")
    .option("--expires <time>", "expiry time (ISO 8601)")
    .action(async ({ name, endpoint, expires }: CreateOptions, self: Command) => {
      const session = await Session.open(self);
      const rows = await Promise.all((endpoint ?? []).map((each) => findEndpoint(session, each)));
      const created = await session.client.keys.create({
        name: name ?? null,
        endpointIds: rows.length > 0 ? rows.map(({ id }) => id) : null,
        expiresAt: expires ?? null,
      });
      showOnce(session, created);
    });
  withExamples(
    command,
    "hooknexus keys create --name deploys --endpoint orders",
    "export HOOKNEXUS_API_KEY=$(hooknexus keys create --quiet)",
  );
}

function showOnce({ output }: Session, created: CreatedKey): void {
  output.result(created, [created.key]);
  output.note("Save this key now. It can't be shown again.");
}

function addRotate(keys: Command): void {
  const command = keys
    .command("rotate <key>")
    .description("Replace a key with a new one, and print the new one.")
    .option("--overlap <seconds>", "keep the old key valid for this many seconds", parseCount, 0)
    .option("-y, --yes", "do not ask for confirmation")
    .action(async (wanted: string, options: { overlap: number; yes?: boolean }, self: Command) => {
      const session = await Session.open(self);
      const id = await findKey(session.client, wanted);
      // With an overlap nothing stops working, so no confirmation is needed.
      const isSure = options.yes || options.overlap > 0;
      await confirmOrFail("Replace this key? The old key stops working immediately.", isSure);
      const { overlap: overlapSeconds } = options;
      showOnce(session, await session.client.keys.rotate(id, { overlapSeconds }));
    });
  withExamples(command, "hooknexus keys rotate deploys --overlap 3600");
}

function addRevoke(keys: Command): void {
  const command = keys
    .command("revoke <key>")
    .description("Revoke a key, by id or name, and close its connections.")
    .option("-y, --yes", "do not ask for confirmation")
    .action(async (wanted: string, { yes }: { yes?: boolean }, self: Command) => {
      const { client, output } = await Session.open(self);
      const id = await findKey(client, wanted);
      await confirmOrFail(
        `Revoke the key ${wanted}? Everything that uses it is disconnected.`,
        yes,
      );
      const reply = await client.keys.revoke(id);
      output.done({ id, ...reply }, `Revoked. ${effectOf(reply)}`);
    });
  withExamples(command, "hooknexus keys revoke deploys");
}

function effectOf(reply: { closedConnections: number } | { pending: number }): string {
  if ("closedConnections" in reply) return `Connections closed: ${reply.closedConnections}.`;
  return `${toCount(reply.pending, "endpoint")} could not be reached yet; the server keeps trying.`;
}

async function findKey({ keys }: HookNexus, wanted: string): Promise<string> {
  if (isUuid(wanted)) return wanted;
  const named = (await keys.list()).keys.filter(({ name }) => name === wanted);
  const [only, other] = named;
  if (only && !other) return only.id;
  const sentence = only
    ? `${named.length} keys have the name "${wanted}".`
    : `You have no key with the id or name "${wanted}".`;
  throw new Failure(sentence, {
    exitCode: only ? EXIT.USAGE : EXIT.NOT_FOUND,
    code: only ? "usage" : "key_not_found",
    hint: "Run `hooknexus keys ls` to see the ids.",
  });
}
