import { join } from "node:path";
import * as z from "zod/mini";
import { usageFailure } from "./failure.ts";
import { configFolder } from "./folders.ts";
import { JsonFile } from "./json-file.ts";

/** The URL that `npm start` serves by default. */
const DEFAULT_URL = "http://127.0.0.1:8787";

type Environment = Readonly<Record<string, string | undefined>>;

const settings = z.object({ url: z.optional(z.string()) });
const credentials = z.record(z.string(), z.object({ token: z.string(), email: z.string() }));

/** The user's saved settings. */
export function settingsFile(env: Environment) {
  return new JsonFile(join(configFolder(env), "config.json"), settings);
}

/** The saved logins, by server URL. The only file that holds secrets. */
export function credentialsFile(env: Environment) {
  return new JsonFile(join(configFolder(env), "credentials.json"), credentials);
}

/** A value and its source. */
export interface Sourced {
  value: string;
  /** An option, an environment variable, a file's path or "the default". */
  from: string;
}

/** The server to use: --url, the environment, the saved one or the default, in this order. */
export async function findServer(env: Environment, flag: string | undefined): Promise<Sourced> {
  if (flag) return { value: checkedUrl(flag), from: "--url" };
  const fromEnv = env["HOOKNEXUS_API_URL"];
  if (fromEnv) return { value: checkedUrl(fromEnv), from: "HOOKNEXUS_API_URL" };
  const file = settingsFile(env);
  const saved = (await file.read())?.url;
  if (saved) return { value: checkedUrl(saved), from: file.path };
  return { value: DEFAULT_URL, from: "the default" };
}

/**
 * The credential to use; null if there is none. An account token takes precedence over an API key,
 * which may do less. Both take precedence over a saved login.
 */
export async function findCredential(env: Environment, server: string): Promise<Sourced | null> {
  for (const name of ["HOOKNEXUS_TOKEN", "HOOKNEXUS_API_KEY"]) {
    const value = env[name]?.trim();
    if (value) return { value, from: name };
  }
  const file = credentialsFile(env);
  const saved = (await file.read())?.[server];
  return saved ? { value: saved.token, from: file.path } : null;
}

/**
 * The URL without a trailing slash.
 * @throws Failure if it is not an HTTP URL, or has a user name, a password, a query or a fragment
 */
export function checkedUrl(text: string): string {
  if (isWithoutScheme(text)) {
    throw usageFailure(
      `"${text}" must start with http:// or https://.`,
      `Use http://${text} or https://${text}.`,
    );
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (!url || !isHttp || url.username || url.password || url.search || url.hash) {
    throw usageFailure(
      `"${text}" is not a valid server URL.`,
      "Use a URL such as https://hooks.example.",
    );
  }
  return url.href.replace(/\/+$/, "");
}

/** `localhost:8787` parses as a URL with the scheme `localhost`. A single word is not a host. */
function isWithoutScheme(text: string): boolean {
  const isHost = /^([\w-]+\.[\w.-]+|localhost|\[[\da-f:.]+\]|[\w-]+:\d)/i.test(text);
  return isHost && URL.canParse(`http://${text}`);
}

const SHOWN_CHARACTERS = 8;

/** The start of a secret, enough to recognise it. */
export function prefixOf(secret: string): string {
  return `${secret.slice(0, SHOWN_CHARACTERS)}…`;
}
