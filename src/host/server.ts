import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { MINUTE_MS } from "../protocol/time-units.ts";
import { buildWorker } from "./build.ts";
import { createMailbox } from "./mailbox.ts";
import { applyMigrations } from "./migrate.ts";
import { hostWorker } from "./miniflare.ts";
import { endpointIdKey } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** The cron trigger of wrangler.toml, which Cloudflare would call in production. */
const CRON = "* * * * *";

/** A running server whose database has all migrations. */
export interface Server {
  stop(): Promise<void>;
}

/**
 * Builds the worker (wrangler.toml's [build] then builds the dashboard) and serves it on this machine
 * with everything it is bound to.
 *
 * @param root the folder of wrangler.toml and migrations/
 */
export async function startServer(
  root: string,
  settings: Settings,
  print: (line: string) => void,
): Promise<Server> {
  const { host, port, stateDir } = settings;
  const contents = await buildWorker(root);
  // After the build, which gives a runtime that the lock has just killed time to free the port.
  await checkAddress(settings);
  const miniflare = await hostWorker({
    config: join(root, "wrangler.toml"),
    contents,
    bindings: bindingsOf(settings),
    services: { MAILBOX: createMailbox(stateDir, print) },
    assetsDir: join(root, "dist/dashboard"),
    host,
    port,
    stateDir,
  });
  await applyMigrations(await miniflare.getD1Database("DB"), join(root, "migrations"));
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
  const probe = createServer();
  try {
    probe.listen(port, host === "*" ? undefined : host);
    await once(probe, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(ADDRESS_PROBLEMS[code ?? ""]?.(host, port) ?? message, { cause: error });
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
