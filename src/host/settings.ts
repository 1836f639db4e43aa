import { resolve } from "node:path";

/** What `npm start` obeys, all of it from the environment. */
export interface Settings {
  host: string;
  port: number;
  /** Where everything lives that outlasts the process. */
  stateDir: string;
  publicUrl: string;
  /** Settings of the worker that are passed on as they are. */
  passedOn: Record<string, string>;
}

const DEFAULT_PORT = 8_787;
const PASSED_ON = [
  "ADMIN_TOKEN",
  "PLAN_OVERRIDES",
  "GITHUB_CLIENT_ID",
  "GITHUB_CLIENT_SECRET",
] as const;

/** @throws Error with a sentence for the operator */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const host = env["HOST"] || "127.0.0.1";
  const port = readPort(env["PORT"]);
  return {
    host,
    port,
    stateDir: resolve(env["STATE_DIR"] || ".hooknexus"),
    publicUrl: readPublicUrl(env["PUBLIC_URL"], port),
    passedOn: Object.fromEntries(
      PASSED_ON.flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
    ),
  };
}

function readPort(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`PORT is "${text}": set it to a number from 1 to 65535.`);
}

function readPublicUrl(text: string | undefined, port: number): string {
  if (!text) return `http://127.0.0.1:${port}`;
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new Error(
    `PUBLIC_URL is "${text}": set it to an origin such as https://hooks.example.com, without a trailing slash.`,
  );
}
