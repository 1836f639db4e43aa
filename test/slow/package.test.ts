import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newWorld, type World } from "../e2e/support/api.ts";
import {
  allDependencies,
  emptyProject,
  NOT_FOR_USERS,
  pack,
  run,
  userEnvironment,
} from "../e2e/support/packed-package.ts";
import { useSharedServer } from "../e2e/support/shared-server.ts";

const server = useSharedServer();
let world: World;
let folder: string;
let project: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hooknexus-package-"));
  await pack(folder);
  world = await newWorld(server);
  project = emptyProject(folder);
  await install();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Installs offline: the dependencies come from archives of the locally installed packages. */
async function install(): Promise<void> {
  const sources = allDependencies().values();
  await run("npm", ["pack", ...sources, "--pack-destination", folder, "--silent"]);
  const archives = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  const paths = archives.map((archive) => join(folder, archive));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", ...paths], { cwd: project });
}

describe("the package, installed by npm in an empty project", () => {
  it("installs nothing that only the server or its development needs", () => {
    const installed = readdirSync(join(project, "node_modules"));
    expect(installed).toContain("hooknexus");
    for (const name of NOT_FOR_USERS) expect(installed).not.toContain(name);
    expect(installed.filter((name) => name.startsWith("node-"))).toEqual([]);
  });

  it.each(["hooknexus", "hnx"])("works as a command: npx %s", async (name) => {
    const npx = (...args: string[]) =>
      run("npx", ["--offline", name, ...args], {
        cwd: project,
        env: userEnvironment(server, world, folder),
      });
    const { stdout } = await npx("endpoints", "ls", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ id: world.endpoint.id });
    expect((await npx("--help")).stdout).toContain("forward");
  });
});
