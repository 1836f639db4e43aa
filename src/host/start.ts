import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeFirstAccount } from "./first-start.ts";
import { parentOf } from "./processes.ts";
import { passingSecret } from "./secrets.ts";
import { startServer, type Server } from "./server.ts";
import { readSettings } from "./settings.ts";
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
  mkdirSync(settings.stateDir, { recursive: true, mode: 0o700 });
  const lock = lockState(settings.stateDir);
  print("Starting…");
  const server = await startServer(ROOT, settings, print).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  lock.noteRuntime();
  stopWhenTold(server, lock);
  const origin = `http://127.0.0.1:${settings.port}`;
  print(`\n  HookNexus is at ${settings.publicUrl}`);
  print(`  Its state is in ${settings.stateDir}`);
  if (server.isNew) await welcome(origin, adminToken);
  print("  Ctrl-C stops it.\n");
}

/** The one time that the first key is shown: to whoever started the server, on the terminal. */
async function welcome(origin: string, adminToken: string): Promise<void> {
  const { endpointId, url, key } = await makeFirstAccount(origin, adminToken);
  print(`
  This is its first start, so here are an endpoint and a key. The key is not shown again.

  Listen, in a second terminal:
    HOOKNEXUS_API_URL=${origin} ENDPOINT_ID=${endpointId} HOOKNEXUS_API_KEY=${key} node examples/listener.mjs

  Send a webhook, in a third:
    curl -d '{"hello":"world"}' -H 'content-type: application/json' ${url}
`);
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
