import { resolve } from "node:path";

/** The settings of `npm start`. All of them come from environment variables. */
export interface Settings {
  host: string;
  port: number;
  /** Absolute path of the folder with all data that outlives the process. */
  stateDir: string;
  /** The origin in URLs that users see. */
  publicUrl: string;
  /** The origin at which this machine reaches the server. */
  localOrigin: string;
  /** Folder of a built worker to serve. If null, it is built first if its sources changed. */
  builtWorker: string | null;
  /** Variables that the worker gets unchanged. */
  workerVars: Record<string, string>;
}

const DEFAULT_PORT = 8_787;
const WORKER_VARS = [
  "ADMIN_TOKEN",
  "PLAN_OVERRIDES",
  "GITHUB_CLIENT_ID",
  "GITHUB_CLIENT_SECRET",
] as const;

/** Everything that the worker gets from the settings and the state folder. */
export const VARIABLES = [...WORKER_VARS, "PUBLIC_URL", "ENDPOINT_ID_KEY"] as const;

/**
 * Does not check PLAN_OVERRIDES, see `checkPlanOverrides`.
 *
 * @throws Error whose message tells the operator which setting to change
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const host = env["HOST"] || "127.0.0.1";
  const port = readPort(env["PORT"]);
  const localOrigin = originOf(host, port);
  checkGithub(env["GITHUB_CLIENT_ID"], env["GITHUB_CLIENT_SECRET"]);
  return {
    host,
    port,
    stateDir: resolve(env["STATE_DIR"] || ".hooknexus"),
    publicUrl: readPublicUrl(env["PUBLIC_URL"]) ?? localOrigin,
    localOrigin,
    builtWorker: env["BUILT_WORKER"] || null,
    workerVars: Object.fromEntries(
      WORKER_VARS.flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
    ),
  };
}

function readPort(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`PORT is "${text}": set it to a number from 1 to 65535.`);
}

/** A server that listens on all addresses is reached at the loopback address. */
function originOf(host: string, port: number): string {
  const everywhere = host === "0.0.0.0" || host === "::" || host === "*";
  const name = everywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  if (URL.canParse(`http://${name}:${port}`)) return new URL(`http://${name}:${port}`).origin;
  throw new Error(`HOST is "${host}": set it to an address of this machine, such as 127.0.0.1.`);
}

function readPublicUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new Error(
    `PUBLIC_URL is "${text}": set it to an origin such as https://hooks.example.com, without a trailing slash.`,
  );
}

function checkGithub(id: string | undefined, secret: string | undefined): void {
  if (Boolean(id) === Boolean(secret)) return;
  throw new Error("Set both GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET, or neither.");
}
