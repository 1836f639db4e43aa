import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { buildWorker } from "./build.ts";
import { createMailbox } from "./mailbox.ts";
import { applyMigrations } from "./migrate.ts";
import { hostWorker } from "./miniflare.ts";
import { endpointIdKey } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** wrangler.toml's cron trigger, which the edge would call. */
const CRON = "* * * * *";
const CRON_INTERVAL_MS = 60_000;

/** A server that is up, with its database as the newest migration has it. */
export interface Server {
  stop(): Promise<void>;
}

/**
 * Builds the worker, and by wrangler.toml's [build] the dashboard, and serves them, with all that
 * the worker is bound to, on one machine.
 *
 * @param root the folder with wrangler.toml and migrations
 */
export async function startServer(
  root: string,
  settings: Settings,
  print: (line: string) => void,
): Promise<Server> {
  const { host, port, stateDir } = settings;
  const miniflare = await hostWorker({
    config: join(root, "wrangler.toml"),
    contents: await buildWorker(root),
    bindings: bindingsOf(settings),
    services: { MAILBOX: createMailbox(stateDir, print) },
    assetsDir: join(root, "dist/dashboard"),
    host,
    port,
    stateDir,
  }).catch((error: unknown) => {
    throw isAddressInUse(error) ? portTaken(settings) : error;
  });
  await applyMigrations(await miniflare.getD1Database("DB"), join(root, "migrations"));
  const timer = setInterval(() => void runCron(miniflare), CRON_INTERVAL_MS);
  void runCron(miniflare);
  return {
    async stop() {
      clearInterval(timer);
      await miniflare.dispose();
    },
  };
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_ADDRESS_IN_USE";
}

/** Miniflare's own sentence speaks of an option that we don't have. */
function portTaken({ host, port }: Settings): Error {
  return new Error(
    `Port ${port} of ${host} is taken. Stop what uses it, or set PORT to another number.`,
  );
}

function bindingsOf({ publicUrl, stateDir, passedOn }: Settings): Record<string, string> {
  return { ...passedOn, PUBLIC_URL: publicUrl, ENDPOINT_ID_KEY: endpointIdKey(stateDir) };
}

async function runCron(miniflare: Miniflare): Promise<void> {
  try {
    const worker = await miniflare.getWorker();
    await worker.scheduled({ cron: CRON });
  } catch (error) {
    console.error("The cron trigger failed; it runs again in a minute.", error);
  }
}
