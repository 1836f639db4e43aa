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
import type { Control } from "./control.ts";
import { startServer, type Server } from "./server.ts";
import { readSettings, type Settings } from "./settings.ts";
import { lockState } from "./state-lock.ts";

/*
 * `npm start`: runs the server on this machine until it gets a signal to stop.
 *
 * Settings, as environment variables (docs/operating.md explains them):
 *   PORT (8787)  HOST (127.0.0.1)  STATE_DIR (.hooknexus)  PUBLIC_URL  ADMIN_TOKEN
 *   PLAN_OVERRIDES  GITHUB_CLIENT_ID  GITHUB_CLIENT_SECRET
 *   BUILT_WORKER: serves the worker in this folder and builds none, for tests
 */
const ROOT = join(import.meta.dirname, "../..");
const PARENT_CHECK_MS = 500;
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const planOverrides = settings.workerVars["PLAN_OVERRIDES"];
  if (planOverrides) (await import("./plan-overrides.ts")).checkPlanOverrides(planOverrides);
  // The first account is created with it. If the operator sets none, it is random and nobody else
  // knows it, so the operator's routes are closed.
  const adminToken = (settings.workerVars["ADMIN_TOKEN"] ??= randomSecret());
  makeStateDir(settings.stateDir);
  const lock = lockState(settings.stateDir);
  process.once("exit", () => lock.release());
  const stop = new Stop();
  print("Starting HookNexus. If it must be built first, this takes about half a minute.");
  let firstAccount = null as FirstAccount | null;
  const prepare = async (control: Control) => {
    firstAccount = await makeFirstAccount(control, settings.localOrigin, adminToken);
  };
  const server = await startServer(settings, {
    root: ROOT,
    print,
    onRuntime: () => lock.noteRuntime(),
    prepare: isFirstStart(settings.stateDir) ? prepare : null,
  });
  stop.server = server;
  void server.crashed.then((signal) => stop.afterCrash(signal));
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

/** The key is shown only here: the database stores only its hash. */
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

/** Ends this process in order: on a signal, or if the runtime ends. */
class Stop {
  /** Null during the start; a signal then ends this process immediately. */
  server: Server | null = null;
  #isStopping = false;

  constructor() {
    for (const signal of STOP_SIGNALS) process.on(signal, () => this.#stop());
    stopWithNpm(() => this.#stop());
  }

  afterCrash(signal: NodeJS.Signals | null): void {
    // A terminal sends Ctrl-C to both processes, and the runtime may be the first to end.
    if (STOP_SIGNALS.some((one) => one === signal)) return this.#stop();
    fail("The runtime has ended unexpectedly. What it acknowledged is stored: start again.");
  }

  #stop(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    void Promise.resolve(this.server?.stop()).finally(() => process.exit(0));
  }
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

function fail(reason: string): void {
  process.stderr.write(`\n${reason}\n`);
  process.exit(1);
}

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
