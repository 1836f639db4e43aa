import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newWorld, postWebhook, type World } from "./support/api.ts";
import { ROOT } from "./support/program.ts";
import { useSharedServer } from "./support/shared-server.ts";

const run = promisify(execFile);

const server = useSharedServer();
let world: World;
let folder: string;

/** A user's project: a folder with nothing in it but the package. */
let project: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hooknexus-package-"));
  await pack();
  world = await newWorld(server);
  await install();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function pack(): Promise<void> {
  await run(process.execPath, [join(ROOT, "src/package/pack.ts"), folder]);
}

/** Installs offline: the dependencies come from archives of the locally installed packages. */
async function install(): Promise<void> {
  const sources = [...allDependencies()].map((name) => join(ROOT, "node_modules", name));
  await run("npm", ["pack", ...sources, "--pack-destination", folder, "--silent"]);
  const archives = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  project = join(folder, "project");
  await run("mkdir", ["-p", project]);
  writeFileSync(join(project, "package.json"), '{"name":"project","type":"module"}');
  const paths = archives.map((archive) => join(folder, archive));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", ...paths], { cwd: project });
}

/** The names of all dependencies, including indirect ones. */
function allDependencies(): Set<string> {
  const found = new Set<string>();
  const add = (dependencies: Record<string, string> = {}) => {
    for (const name of Object.keys(dependencies)) {
      if (found.has(name)) continue;
      found.add(name);
      add(manifestOf(join(ROOT, "node_modules", name)).dependencies);
    }
  };
  add(manifestOf(join(ROOT, "dist/package")).dependencies);
  return found;
}

interface Manifest {
  dependencies?: Record<string, string>;
}

function manifestOf(path: string): Manifest {
  return JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as Manifest;
}

function environment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  const config = join(folder, "config");
  return {
    PATH,
    HOME,
    XDG_CONFIG_HOME: config,
    XDG_STATE_HOME: config,
    HOOKNEXUS_API_URL: server.origin,
    HOOKNEXUS_API_KEY: world.key.key,
  };
}

describe("the package in an empty project", () => {
  it("installs nothing that only the server or its development needs", () => {
    const installed = readdirSync(join(project, "node_modules"));
    for (const name of ["hono", "wrangler", "miniflare", "typescript", "vitest", "ws"]) {
      expect(installed).not.toContain(name);
    }
    expect(installed.filter((name) => name.startsWith("node-"))).toEqual([]);
  });

  it("contains the license", () => {
    const license = readFileSync(join(project, "node_modules/hooknexus/LICENSE"), "utf8");
    expect(license).toBe(readFileSync(join(ROOT, "LICENSE"), "utf8"));
  });

  it("works as a library", async () => {
    await postWebhook(world, "hello");
    writeFileSync(
      join(project, "index.js"),
      `import { createClient } from "hooknexus";
       import { fileCursor } from "hooknexus/file-cursor";
       const { HOOKNEXUS_API_URL: url, HOOKNEXUS_API_KEY: token, ID: id } = process.env;
       const cursor = fileCursor("place", { server: url, target: "here" });
       for await (const { body } of createClient({ url, token }).listen(id, { since: 0, cursor })) {
         console.log(body);
         break;
       }`,
    );
    const env = { ...environment(), ID: world.endpoint.id };
    const { stdout } = await run(process.execPath, ["index.js"], { cwd: project, env });
    expect(stdout).toBe("hello\n");
  });

  it("has types", async () => {
    const check = async (statement: string) => {
      writeFileSync(
        join(project, "index.ts"),
        `import { createClient, type ReceivedRequest } from "hooknexus";
         const client = createClient({ url: "https://hooks.example", token: "hnx_" });
         ${statement}`,
      );
      const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
      const strict = ["--strict", "--noEmit", "--module", "nodenext", "--lib", "es2024,dom"];
      return run(process.execPath, [tsc, ...strict, "--types", "", "index.ts"], { cwd: project });
    };
    await check(
      "for await (const r of client.listen('id')) { const s: number = r.seq; const q: ReceivedRequest = r; }",
    );
    await expect(check("const n: number = (await client.account.me()).email;")).rejects.toThrow();
  });

  it.each(["hooknexus", "hnx"])("works as a command: npx %s", async (name) => {
    const npx = (...args: string[]) =>
      run("npx", ["--offline", name, ...args], { cwd: project, env: environment() });
    const { stdout } = await npx("endpoints", "ls", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ id: world.endpoint.id });
    expect((await npx("--help")).stdout).toContain("forward");
  });
});
