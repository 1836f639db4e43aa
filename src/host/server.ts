import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { MINUTE_MS } from "../protocol/time-units.ts";
import { checkAddress, listenAddress } from "./address.ts";
import { buildForHost, readBuiltWorker, type BuiltWorker } from "./built-worker.ts";
import { Control } from "./control.ts";
import { LocalDatabase } from "./local-database.ts";
import { Mailbox } from "./mailbox.ts";
import { applyMigrations, isMigrated, markMigrated } from "./migrate.ts";
import { CONTROL_SECRET, Runtime, type Sockets } from "./runtime.ts";
import { endpointIdKey, randomSecret } from "./secrets.ts";
import { VARIABLES, type Settings } from "./settings.ts";

/** The cron trigger of wrangler.toml, which Cloudflare would call in production. */
const CRON = "* * * * *";

/** A running server whose database has all migrations. */
export interface Server {
  stop(): Promise<void>;
  /** Resolves if its runtime ends and nobody stopped it: to the signal that ended it, if any. */
  crashed: Promise<NodeJS.Signals | null>;
}

/** The input of a start besides the settings. */
export interface Start {
  /** The folder of wrangler.toml and migrations/. */
  root: string;
  print: (line: string) => void;
  /** Called whenever the process of a runtime exists. It may not be ready yet. */
  onRuntime: () => void;
  /** Calls the worker before its port is open. Null if there is nothing to prepare. */
  prepare: ((control: Control) => Promise<void>) | null;
}

/**
 * Builds dashboard and worker if their sources changed, and serves the worker on this machine with
 * everything it is bound to. It accepts no connection until its database has all migrations and the
 * preparation is done: the first request gets a correct answer.
 */
export async function startServer(settings: Settings, start: Start): Promise<Server> {
  const { stateDir } = settings;
  const folder = settings.builtWorker ?? (await buildForHost(start.root));
  const built = readBuiltWorker(folder);
  const { migrations } = built;
  await checkAddress(settings);
  const secret = randomSecret();
  const host = await new Mailbox(stateDir, secret, start.print).open();
  const variables = { ...variablesOf(settings, built), [CONTROL_SECRET]: secret };
  const disks = makeDisks(built, stateDir, join(start.root, "dist/dashboard"));
  const options = { folder, disks, variables, host, front: listenAddress(settings) };
  const launch = async (sockets: Sockets): Promise<Running> => {
    const runtime = await Runtime.start({ ...options, sockets, onSpawn: start.onRuntime });
    return { runtime, control: new Control(runtime.controlPort, secret) };
  };
  // Opening the port later takes a second runtime. So if nothing is to be prepared, it is opened now.
  const isReady = isMigrated(stateDir, migrations) && !start.prepare;
  const first = await launch(isReady ? "open" : "closed");
  // A file in the state folder says what was applied, but the database may have been replaced.
  await applyMigrations(new LocalDatabase(first.control), migrations);
  if (isReady) return runningServer(first);
  markMigrated(stateDir, migrations);
  await start.prepare?.(first.control);
  await first.runtime.stop();
  return runningServer(await launch("open"));
}

interface Running {
  runtime: Runtime;
  control: Control;
}

function runningServer({ runtime, control }: Running): Server {
  let isStopping = false;
  const timer = setInterval(() => void runCron(control), MINUTE_MS);
  void runCron(control);
  return {
    crashed: new Promise((resolve) => {
      void runtime.ended.then((signal) => isStopping || resolve(signal));
    }),
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await runtime.stop();
    },
  };
}

/** A variable that is not set has the value of wrangler.toml, or is empty. */
function variablesOf(settings: Settings, { options }: BuiltWorker): Record<string, string> {
  const set: Record<string, string> = {
    ...settings.workerVars,
    PUBLIC_URL: settings.publicUrl,
    ENDPOINT_ID_KEY: endpointIdKey(settings.stateDir),
  };
  const usual = new Map<string, unknown>(Object.entries(options.bindings ?? {}));
  return Object.fromEntries(
    VARIABLES.map((name) => [name, set[name] ?? String(usual.get(name) ?? "")]),
  );
}

/** The folder of each disk. The names are Miniflare's, so that older state folders still work. */
function makeDisks({ disks }: BuiltWorker, stateDir: string, assetsDir: string) {
  return Object.fromEntries(
    disks.map((name) => {
      const [kind = ""] = name.split(":");
      if (kind === "assets") return [name, assetsDir];
      const folder = join(stateDir, kind);
      mkdirSync(folder, { recursive: true });
      return [name, folder];
    }),
  );
}

async function runCron(control: Control): Promise<void> {
  try {
    await control.runCron(CRON);
  } catch (error) {
    console.error("The cron trigger failed. It runs again in a minute.", error);
  }
}
