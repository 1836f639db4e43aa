import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** A folder that is built from sources. */
export interface Build {
  /** The checkout that all other paths begin at. */
  root: string;
  /** The folder to build, such as `dist/dashboard`. */
  target: string;
  /** Globs of the files that it is built from. */
  sources: string[];
  /** Writes the result into an empty folder. */
  run(folder: string): Promise<void>;
}

/** The file in a built folder that holds the fingerprint of its sources. */
const STAMP = ".stamp";
const VERSIONS = ["package-lock.json", "package.json"];

/**
 * Builds a folder, unless it was already built from the same sources. The result is written to a
 * folder of its own and moved into place when it is complete, so two processes can build the same
 * folder at the same time.
 */
export async function buildOnce(build: Build): Promise<void> {
  const target = join(build.root, build.target);
  const wanted = fingerprint(build);
  if (stampOf(target) === wanted) return;
  const built = `${target}-${randomUUID()}`;
  try {
    mkdirSync(built, { recursive: true });
    await build.run(built);
    writeFileSync(join(built, STAMP), wanted);
    moveIntoPlace(built, target, wanted);
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

/** One hash over the names and contents of the sources. */
function fingerprint({ root, sources }: Build): string {
  const hash = createHash("sha256");
  for (const file of [...sourceFiles(root, sources), ...VERSIONS]) {
    hash.update(`\0${file}\0`);
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function sourceFiles(root: string, sources: string[]): string[] {
  const entries = globSync(sources, { cwd: root, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return paths.toSorted();
}

function stampOf(folder: string): string | null {
  const path = join(folder, STAMP);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** A folder can't be renamed over another one, so the old one is moved away first. */
function moveIntoPlace(built: string, target: string, wanted: string): void {
  // Another process may have built the same and moved it into place first.
  if (stampOf(target) === wanted) return;
  const old = `${built}-old`;
  try {
    if (existsSync(target)) renameSync(target, old);
    renameSync(built, target);
  } catch (error) {
    // The other process may have done so at this moment.
    if (stampOf(target) !== wanted) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}
