import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Miniflare } from "miniflare";
import { MINUTE_MS } from "../protocol/time-units.ts";
import { buildForHost, readBuiltWorker } from "./built-worker.ts";
import { createMailbox } from "./mailbox.ts";
import { applyMigrations, isMigrated, markMigrated } from "./migrate.ts";
import { hostWorker, openPort } from "./miniflare.ts";
import { endpointIdKey } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** The cron trigger of wrangler.toml, which Cloudflare would call in production. */
const CRON = "* * * * *";

/** A runtime that the lock has just killed may hold the port for a moment. */
const PORT_TRIES = 10;
const PORT_RETRY_MS = 100;

/** A running server whose database has all migrations. */
export interface Server {
  stop(): Promise<void>;
}

/** Calls the worker before its port is open. */
export type CallWorker = Miniflare["dispatchFetch"];

/** The work to do before the first connection. */
export interface Preparation {
  /** Whether `prepare` has anything to do. */
  isNeeded: boolean;
  prepare(call: CallWorker): Promise<void>;
}

/**
 * Builds the worker (wrangler.toml's [build] then builds the dashboard) and serves it on this machine
 * with everything it is bound to. It accepts no connection until its database has all migrations and
 * the preparation is done: the first request gets a correct answer.
 *
 * @param root the folder of wrangler.toml and migrations/
 */
export async function startServer(
  root: string,
  settings: Settings,
  print: (line: string) => void,
  preparation: Preparation,
): Promise<Server> {
  const { host, port, stateDir } = settings;
  const built = settings.builtWorker ? readBuiltWorker(settings.builtWorker) : buildForHost(root);
  const { contents, options, migrations } = await built;
  await checkAddress(settings);
  const hosting = {
    options,
    contents,
    bindings: bindingsOf(settings),
    services: { MAILBOX: createMailbox(stateDir, print) },
    assetsDir: join(root, "dist/dashboard"),
    host,
    port,
    stateDir,
  };
  // Opening the port later restarts the runtime, so the usual start does without.
  const isReady = isMigrated(stateDir, migrations) && !preparation.isNeeded;
  const miniflare = await hostWorker(hosting, isReady);
  // The folder says so, but its database may have been replaced.
  await applyMigrations(await miniflare.getD1Database("DB"), migrations);
  if (!isReady) {
    markMigrated(stateDir, migrations);
    if (preparation.isNeeded) await preparation.prepare(miniflare.dispatchFetch);
    await openPort(miniflare, hosting);
  }
  const timer = setInterval(() => void runCron(miniflare), MINUTE_MS);
  void runCron(miniflare);
  return {
    async stop() {
      clearInterval(timer);
      await miniflare.dispose();
    },
  };
}

/** Listens for a moment, because the runtime does not explain why it can't. */
async function checkAddress({ host, port }: Settings): Promise<void> {
  let problem = await listenProblem(host, port);
  for (let tries = 1; problem?.code === "EADDRINUSE" && tries < PORT_TRIES; tries++) {
    await sleep(PORT_RETRY_MS);
    problem = await listenProblem(host, port);
  }
  if (problem === null) return;
  const { code, message } = problem;
  throw new Error(ADDRESS_PROBLEMS[code ?? ""]?.(host, port) ?? message, { cause: problem });
}

async function listenProblem(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  const probe = createServer();
  try {
    probe.listen(port, host === "*" ? undefined : host);
    await once(probe, "listening");
    return null;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  } finally {
    probe.close();
  }
}

const notLocal = (host: string) =>
  `HOST is "${host}", which is not an address of this machine. Set it to one that is, such as 127.0.0.1.`;

const ADDRESS_PROBLEMS: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is already in use. Stop the program that uses it, or set PORT to another number.`,
  EACCES: (_, port) =>
    `You don't have permission to open port ${port}. Set PORT to 1024 or higher.`,
  EADDRNOTAVAIL: notLocal,
  ENOTFOUND: notLocal,
};

function bindingsOf({ publicUrl, stateDir, workerVars }: Settings): Record<string, string> {
  return { ...workerVars, PUBLIC_URL: publicUrl, ENDPOINT_ID_KEY: endpointIdKey(stateDir) };
}

async function runCron(miniflare: Miniflare): Promise<void> {
  try {
    const worker = await miniflare.getWorker();
    await worker.scheduled({ cron: CRON });
  } catch (error) {
    console.error("The cron trigger failed. It runs again in a minute.", error);
  }
}
