import type { Command } from "commander";
import { withExamples } from "../examples.ts";
import { prefixOf } from "../settings.ts";
import { Session } from "../session.ts";
import { toNumber } from "../sizes.ts";
import { toList } from "../table.ts";

export function addWhoami(program: Command): void {
  const command = program
    .command("whoami")
    .description("Show the current account, server and plan usage.")
    .action(async (_options: unknown, self: Command) => showAccount(await Session.open(self)));
  withExamples(command, "hooknexus whoami", "hooknexus whoami --json");
}

async function showAccount(session: Session): Promise<void> {
  const { client, credential, server } = session;
  const shown = credential ? `${prefixOf(credential.value)} from ${credential.from}` : "none";
  if (credential?.value.startsWith("hnx_")) return showKey(session, shown);
  const [me, usage] = await Promise.all([client.account.me(), client.account.usage()]);
  const { endpoints, requests } = usage;
  session.output.result(
    { ...me, usage, server: server.value, credential: shown },
    toList({
      account: me.email,
      plan: me.plan,
      endpoints: usageOf(endpoints),
      "requests today": usageOf(requests),
      server: server.value,
      credential: shown,
    }),
  );
}

function usageOf({ current, limit }: { current: number; limit: number | null }): string {
  return `${toNumber(current)} of ${limit === null ? "unlimited" : toNumber(limit)}`;
}

/** A key can't read its account, only list the endpoints that it may use. */
async function showKey({ client, output, server }: Session, shown: string): Promise<void> {
  const { total } = await client.endpoints.list();
  output.result(
    { apiKey: true, endpoints: total, server: server.value, credential: shown },
    toList({ "API key": shown, "visible endpoints": String(total), server: server.value }),
  );
}
