import { join } from "node:path";
import * as z from "zod/mini";
import { usageFailure } from "./failure.ts";
import { configFolder } from "./folders.ts";
import { JsonFile } from "./json-file.ts";

/** Where `npm start` serves. */
const DEFAULT_URL = "http://127.0.0.1:8787";

type Environment = Readonly<Record<string, string | undefined>>;

const settings = z.object({ url: z.optional(z.string()) });
const credentials = z.record(z.string(), z.object({ token: z.string(), email: z.string() }));

/** What the user has set for good: which server is meant. */
export function settingsFile(env: Environment) {
  return new JsonFile(join(configFolder(env), "config.json"), settings);
}

/** Who is signed in, by server. The one file that holds secrets. */
export function credentialsFile(env: Environment) {
  return new JsonFile(join(configFolder(env), "credentials.json"), credentials);
}

/** A value, and where it comes from. */
export interface Sourced {
  value: string;
  from: string;
}

/** Which server is meant. */
export async function findServer(env: Environment, flag: string | undefined): Promise<Sourced> {
  if (flag) return { value: checkedUrl(flag), from: "--url" };
  const fromEnv = env["HOOKNEXUS_API_URL"];
  if (fromEnv) return { value: checkedUrl(fromEnv), from: "HOOKNEXUS_API_URL" };
  const file = settingsFile(env);
  const saved = (await file.read())?.url;
  if (saved) return { value: checkedUrl(saved), from: file.path };
  return { value: DEFAULT_URL, from: "the default" };
}

/** Who is asking: an account token goes before a key, which may do less; null where nobody is. */
export async function findCredential(env: Environment, server: string): Promise<Sourced | null> {
  for (const name of ["HOOKNEXUS_TOKEN", "HOOKNEXUS_API_KEY"]) {
    const value = env[name]?.trim();
    if (value) return { value, from: name };
  }
  const file = credentialsFile(env);
  const saved = (await file.read())?.[server];
  return saved ? { value: saved.token, from: file.path } : null;
}

/** @throws Failure where it is no address of a server, or says more than where that is */
export function checkedUrl(text: string): string {
  if (isWithoutScheme(text)) {
    throw usageFailure(
      `"${text}" lacks the http:// or https:// before it.`,
      `Give http://${text} or https://${text}.`,
    );
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (!url || !isHttp || url.username || url.password || url.search || url.hash) {
    throw usageFailure(
      `"${text}" is no address of a server.`,
      "Give one such as https://hooks.example.",
    );
  }
  return url.href.replace(/\/+$/, "");
}

/** `localhost:8787` is a URL too, of the scheme `localhost`; a mere word is none. */
function isWithoutScheme(text: string): boolean {
  const isHost = /^([\w-]+\.[\w.-]+|localhost|\[[\da-f:.]+\]|[\w-]+:\d)/i.test(text);
  return isHost && URL.canParse(`http://${text}`);
}

const SHOWN_CHARACTERS = 8;

/** As much of a secret as tells it from another one. */
export function prefixOf(secret: string): string {
  return `${secret.slice(0, SHOWN_CHARACTERS)}…`;
}
