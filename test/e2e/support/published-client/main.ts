/*
 * A stand-in for the published command-line client, which people and scripts use: it sends the same
 * requests and reacts the same way. It imports nothing from the server, so that a change there can't
 * change the expectations here.
 *
 *   HOOKNEXUS_API_URL=http://127.0.0.1:8787 HOOKNEXUS_TOKEN=… node main.ts whoami
 */
import { logout, showAccount, whoAmI } from "./account.ts";
import { Api } from "./api.ts";
import type { Command } from "./call.ts";
import { createEndpoint, deleteEndpoint, listEndpoints, showEndpoint } from "./endpoints.ts";
import { forward, listen } from "./listening.ts";
import { logIn } from "./login.ts";
import { replay } from "./replay.ts";
import { deleteRequests, listRequests, showBody, showRequest } from "./requests.ts";
import { readSettings } from "./settings.ts";

const COMMANDS: Record<string, Command> = {
  login: logIn,
  whoami: whoAmI,
  account: showAccount,
  logout,
  listen,
  forward,
  "endpoints create": createEndpoint,
  "endpoints ls": listEndpoints,
  "endpoints info": showEndpoint,
  "endpoints delete": deleteEndpoint,
  "requests ls": listRequests,
  "requests show": showRequest,
  "requests body": showBody,
  "requests replay": replay,
  "requests delete": deleteRequests,
};

async function run([first = "", second = "", ...rest]: string[]): Promise<number> {
  const alone = COMMANDS[first];
  const command = alone ?? COMMANDS[`${first} ${second}`];
  if (!command) throw new Error(`There is no command "${first} ${second}".`);
  const settings = readSettings(process.env);
  const args = alone ? [second, ...rest].filter(Boolean) : rest;
  return command({ api: new Api(settings), settings, args });
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(`Error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
