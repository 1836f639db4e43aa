import { once } from "node:events";
import { createServer } from "node:net";
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
  const contents = await buildWorker(root);
  // After the build: a runtime that was left behind, and has just been ended, is gone by then.
  await tryAddress(settings);
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
  const timer = setInterval(() => void runCron(miniflare), CRON_INTERVAL_MS);
  void runCron(miniflare);
  return {
    async stop() {
      clearInterval(timer);
      await miniflare.dispose();
    },
  };
}

/** Listens for a moment, as the runtime will: it would not say in words what is wrong. */
async function tryAddress({ host, port }: Settings): Promise<void> {
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

const notOurs = (host: string) =>
  `HOST is "${host}", which is no address of this machine. Set it to one, such as 127.0.0.1.`;

const ADDRESS_PROBLEMS: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is taken. Stop what uses it, or set PORT to another number.`,
  EACCES: (_, port) => `Port ${port} may not be opened by this user. Set PORT to 1024 or above.`,
  EADDRNOTAVAIL: notOurs,
  ENOTFOUND: notOurs,
};

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
