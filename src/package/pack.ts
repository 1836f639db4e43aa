import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { packageManifest } from "./manifest.ts";

/*
 * `npm run package [FOLDER]`: compiles the client library and the command line and packs them for
 * publishing. Writes the archive to FOLDER (default: dist) and prints its path.
 */
const ROOT = join(import.meta.dirname, "../..");
const BUILT = join(ROOT, "dist/package");

function compile(): void {
  rmSync(BUILT, { recursive: true, force: true });
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", import.meta.dirname], { stdio: "inherit" });
}

function addMetadata(): void {
  const manifest = JSON.stringify(packageManifest(ROOT), null, 2);
  writeFileSync(join(BUILT, "package.json"), `${manifest}\n`);
  copyFileSync(join(import.meta.dirname, "README.md"), join(BUILT, "README.md"));
  copyFileSync(join(ROOT, "LICENSE"), join(BUILT, "LICENSE"));
}

function pack(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const args = ["pack", BUILT, "--pack-destination", folder, "--silent"];
  return join(folder, execFileSync("npm", args, { encoding: "utf8" }).trim());
}

compile();
addMetadata();
const archive = pack(resolve(process.argv[2] ?? join(ROOT, "dist")));
process.stdout.write(`${archive}\n`);
// npm takes a path without `./` for the name of a GitHub repository.
process.stderr.write(`To install it: npm install -g ./${relative("", archive)}\n`);
