import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newWorld, postWebhook, type World } from "./support/api.ts";
import {
  allDependencies,
  emptyProject,
  manifestOf,
  NOT_FOR_USERS,
  pack,
  run,
  userEnvironment,
} from "./support/packed-package.ts";
import { ROOT } from "./support/program.ts";
import { useSharedServer } from "./support/shared-server.ts";

const server = useSharedServer();
let world: World;
let folder: string;
let project: string;
/** The unpacked archive in the project. */
let unpacked: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hooknexus-package-"));
  const archive = await pack(folder);
  world = await newWorld(server);
  project = emptyProject(folder);
  await unpack(archive);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Unpacks the archive and copies what its manifest says that it needs: nothing else is in the
 * project. test/slow/package.test.ts lets npm do this.
 */
async function unpack(archive: string): Promise<void> {
  unpacked = join(project, "node_modules/hooknexus");
  mkdirSync(unpacked, { recursive: true });
  await run("tar", ["-xzf", archive, "-C", unpacked, "--strip-components=1"]);
  for (const [name, from] of allDependencies()) {
    cpSync(from, join(project, "node_modules", name), { recursive: true });
  }
}

describe("the package in an empty project", () => {
  it("needs nothing that only the server or its development needs", () => {
    const names = readdirSync(join(project, "node_modules"));
    for (const name of NOT_FOR_USERS) expect(names).not.toContain(name);
    expect(names.filter((name) => name.startsWith("node-"))).toEqual([]);
  });

  it("contains the license", () => {
    const license = readFileSync(join(unpacked, "LICENSE"), "utf8");
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
    const env = { ...userEnvironment(server, world, folder), ID: world.endpoint.id };
    const { stdout } = await run(process.execPath, ["index.js"], { cwd: project, env });
    expect(stdout).toBe("hello\n");
  });

  it("has types", async () => {
    // The compiler fails if the statement below the comment is not an error.
    writeFileSync(
      join(project, "index.ts"),
      `import { createClient, type ReceivedRequest } from "hooknexus";
       const client = createClient({ url: "https://hooks.example", token: "hnx_" });
       for await (const r of client.listen('id')) { const s: number = r.seq; const q: ReceivedRequest = r; }
       // @ts-expect-error
       const n: number = (await client.account.me()).email;`,
    );
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const strict = ["--strict", "--noEmit", "--module", "nodenext", "--lib", "es2024,dom"];
    await run(process.execPath, [tsc, ...strict, "--types", "", "index.ts"], { cwd: project });
  });

  it.each(["hooknexus", "hnx"])("works as a command: %s", async (name) => {
    const program = join(unpacked, manifestOf(unpacked).bin?.[name] ?? "");
    const env = userEnvironment(server, world, folder);
    const command = (...args: string[]) =>
      run(process.execPath, [program, ...args], { cwd: project, env });
    const { stdout } = await command("endpoints", "ls", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ id: world.endpoint.id });
    expect((await command("--help")).stdout).toContain("forward");
  });
});
