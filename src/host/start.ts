import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  isFirstStart,
  makeFirstAccount,
  markWelcomed,
  OWNER_EMAIL,
  type FirstAccount,
} from "./first-start.ts";
import { parentOf } from "./processes.ts";
import { randomSecret } from "./secrets.ts";
import { startServer, type CallWorker, type Server } from "./server.ts";
import { readSettings, type Settings } from "./settings.ts";
import { lockState, type StateLock } from "./state-lock.ts";

/*
 * `npm start`: runs the server on this machine until it gets a signal to stop.
 *
 * Settings, as environment variables (docs/operating.md explains them):
 *   PORT (8787)  HOST (127.0.0.1)  STATE_DIR (.hooknexus)  PUBLIC_URL  ADMIN_TOKEN
 *   PLAN_OVERRIDES  GITHUB_CLIENT_ID  GITHUB_CLIENT_SECRET
 *   BUILT_WORKER: serves this file instead of building the worker, for tests that share a build
 */
const ROOT = join(import.meta.dirname, "../..");
const PARENT_CHECK_MS = 500;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  // The first account is created with it. If the operator sets none, it is random and nobody else
  // knows it, so the operator's routes are closed.
  const adminToken = (settings.workerVars["ADMIN_TOKEN"] ??= randomSecret());
  makeStateDir(settings.stateDir);
  const lock = lockState(settings.stateDir);
  print(
    "Starting HookNexus. If the dashboard must be built first, this takes about half a minute.",
  );
  let firstAccount = null as FirstAccount | null;
  const preparation = {
    isNeeded: isFirstStart(settings.stateDir),
    prepare: async (call: CallWorker) => {
      firstAccount = await makeFirstAccount(call, settings.localOrigin, adminToken);
    },
  };
  const starting = startServer(ROOT, settings, print, preparation);
  const server = await starting.catch((error: unknown) => {
    lock.release();
    throw error;
  });
  lock.noteRuntime();
  stopOnSignal(server, lock);
  printLinks(settings);
  if (firstAccount) welcome(settings, firstAccount);
  print("Press Ctrl-C to stop.\n");
}

function makeStateDir(stateDir: string): void {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The folder ${stateDir} can't be created: ${reason}. Set STATE_DIR to another folder.`,
      { cause: error },
    );
  }
}

function printLinks({ publicUrl, stateDir }: Settings): void {
  print(`
HookNexus is running at ${publicUrl}

  Dashboard       ${publicUrl}/sign-in
                  Sign in as ${OWNER_EMAIL}. The code appears in this terminal.
  Documentation   ${publicUrl}/docs
  State folder    ${stateDir}
`);
}

/** The key is shown only here: the database has no more than its hash. */
function welcome(
  { localOrigin, stateDir, publicUrl }: Settings,
  { endpointId, url, key }: FirstAccount,
): void {
  print(`This is the first start. Here are an endpoint and an API key to try. The key is shown only once.

  1. Listen, in a second terminal:
     HOOKNEXUS_API_URL=${localOrigin} ENDPOINT_ID=${endpointId} HOOKNEXUS_API_KEY=${key} node examples/listener.mjs

  2. Send a webhook, in a third terminal:
     curl -d '{"hello":"world"}' -H 'content-type: application/json' ${url.replace(publicUrl, localOrigin)}
`);
  markWelcomed(stateDir);
}

function stopOnSignal(server: Server, lock: StateLock): void {
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
    // Miniflare has handlers of its own, which would exit before our server has stopped.
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
  stopWithNpm(stop);
}

/** npm forwards signals, but after `kill -9` of npm the server would run on without it. */
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
