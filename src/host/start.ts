import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isFirstStart, makeFirstAccount, markWelcomed, OWNER_EMAIL } from "./first-start.ts";
import { parentOf } from "./processes.ts";
import { passingSecret } from "./secrets.ts";
import { startServer, type Server } from "./server.ts";
import { readSettings, type Settings } from "./settings.ts";
import { lockState, type StateLock } from "./state-lock.ts";

/*
 * `npm start`: serves the product on this machine until it is told to stop.
 *
 *   PORT (8787)  HOST (127.0.0.1)  STATE_DIR (.hooknexus)  PUBLIC_URL  ADMIN_TOKEN
 *   PLAN_OVERRIDES  GITHUB_CLIENT_ID  GITHUB_CLIENT_SECRET
 */
const ROOT = join(import.meta.dirname, "../..");
const PARENT_CHECK_MS = 500;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  // Only this process and the worker know it: where none was set, nobody is the operator.
  const adminToken = (settings.passedOn["ADMIN_TOKEN"] ??= passingSecret());
  makeStateDir(settings.stateDir);
  const lock = lockState(settings.stateDir);
  print("Starting…");
  const server = await startServer(ROOT, settings, print).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  lock.noteRuntime();
  stopWhenTold(server, lock);
  print(`\n  HookNexus is at ${settings.publicUrl}`);
  print(`  Its state is in ${settings.stateDir}`);
  if (isFirstStart(settings.stateDir)) await welcome(settings, adminToken);
  print("  Ctrl-C stops it.\n");
}

function makeStateDir(stateDir: string): void {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`STATE_DIR can't be made: ${reason}. Set it to a folder.`, { cause: error });
  }
}

/** The one time that the first key is shown: to whoever started the server, on the terminal. */
async function welcome(settings: Settings, adminToken: string): Promise<void> {
  const { localOrigin, stateDir, publicUrl } = settings;
  const { endpointId, url, key } = await makeFirstAccount(localOrigin, adminToken);
  print(`
  This is its first start, so here are an endpoint and a key. The key is not shown again.

  Listen, in a second terminal:
    HOOKNEXUS_API_URL=${localOrigin} ENDPOINT_ID=${endpointId} HOOKNEXUS_API_KEY=${key} node examples/listener.mjs

  Send a webhook, in a third:
    curl -d '{"hello":"world"}' -H 'content-type: application/json' ${url.replace(publicUrl, localOrigin)}

  Both belong to ${OWNER_EMAIL}. To watch webhooks come in a browser, and to
  manage more, sign in as that at ${publicUrl}/sign-in:
  the code is printed here. docs/api.md says the rest.
`);
  markWelcomed(stateDir);
}

function stopWhenTold(server: Server, lock: StateLock): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void server.stop().finally(() => {
      lock.release();
      process.exit(0);
    });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Miniflare listens already, and would end the process before anything has been stopped.
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
  stopWithNpm(stop);
}

/** npm passes signals on, but not its own death: a killed npm would leave a server behind. */
function stopWithNpm(stop: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const isOrphan = () => process.ppid !== shell || parentOf(shell) !== npm;
  setInterval(() => isOrphan() && stop(), PARENT_CHECK_MS).unref();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
