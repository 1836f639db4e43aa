import type { Command } from "commander";
import { withExamples } from "../examples.ts";
import { stateFolder } from "../folders.ts";
import { checkedUrl, credentialsFile, prefixOf, settingsFile } from "../settings.ts";
import { Session } from "../session.ts";
import { toList } from "../table.ts";

export function addConfig(program: Command): void {
  const config = program
    .command("config")
    .description("Show the settings and their sources, or change them.")
    .action(async (_options: unknown, self: Command) => showConfig(await Session.open(self)));
  config
    .command("set-url <server>")
    .description("Save the server URL as the default.")
    .action(async (server: string, _options: unknown, self: Command) => {
      await saveUrl(await Session.open(self), checkedUrl(server));
    });
  config
    .command("unset-url")
    .description("Return to the built-in default server.")
    .action(async (_options: unknown, self: Command) => {
      await saveUrl(await Session.open(self), null);
    });
  withExamples(config, "hooknexus config", "hooknexus config set-url https://hooks.example");
}

function showConfig({ env, output, server, credential }: Session): void {
  const shown = credential ? prefixOf(credential.value) : null;
  const files = {
    settings: settingsFile(env).path,
    credentials: credentialsFile(env).path,
    state: stateFolder(env),
  };
  output.result(
    { server, credential: shown && { prefix: shown, from: credential?.from }, files },
    toList({
      server: `${server.value} (${server.from})`,
      credential: shown ? `${shown} (${credential?.from})` : "none; run `hooknexus login`",
      ...files,
    }),
  );
}

async function saveUrl({ env, output }: Session, url: string | null): Promise<void> {
  await settingsFile(env).write(url === null ? {} : { url });
  const sentence =
    url === null ? "The built-in default server is used again." : `The server is now ${url}.`;
  output.done({ url }, sentence);
}
