import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { World } from "./api.ts";
import { ROOT } from "./program.ts";
import type { RunningServer } from "./server.ts";

export const run = promisify(execFile);

/** Packages that only the server or its development needs. */
export const NOT_FOR_USERS = ["hono", "wrangler", "miniflare", "typescript", "vitest", "ws"];

/** Packs the client library and the command line. Resolves to the path of the archive. */
export async function pack(folder: string): Promise<string> {
  const packer = join(ROOT, "src/package/pack.ts");
  return (await run(process.execPath, [packer, folder])).stdout.trim();
}

/** Makes a user's project: a folder with nothing in it but this. */
export function emptyProject(folder: string): string {
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{"name":"project","type":"module"}');
  return project;
}

interface Manifest {
  dependencies?: Record<string, string>;
  bin?: Record<string, string>;
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The local folders of all that the package depends on, also indirectly, by their names. */
export function allDependencies(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (dependencies: Record<string, string> = {}) => {
    for (const name of Object.keys(dependencies)) {
      if (found.has(name)) continue;
      const folder = join(ROOT, "node_modules", name);
      found.set(name, folder);
      add(manifestOf(folder).dependencies);
    }
  };
  add(manifestOf(join(ROOT, "dist/package")).dependencies);
  return found;
}

/** The environment in which a user of this server runs the package. */
export function userEnvironment(
  { origin }: RunningServer,
  { key }: World,
  folder: string,
): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  const config = join(folder, "config");
  return {
    PATH,
    HOME,
    XDG_CONFIG_HOME: config,
    XDG_STATE_HOME: config,
    HOOKNEXUS_API_URL: origin,
    HOOKNEXUS_API_KEY: key.key,
  };
}
