import { execFile } from "node:child_process";
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
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What the dashboard and the pages beside it are made of, from the checkout's root on. */
const SOURCES = [
  "src/dashboard/**/*",
  "src/client/**/*.ts",
  "src/protocol/**/*.ts",
  "src/site/**/*",
  "src/openapi/**/*.ts",
  "examples/*",
];
const NAMES_VERSIONS = ["package-lock.json", "package.json"];

/** Beside what was built, and not served: of which sources it was made. */
const STAMP = ".stamp";

/**
 * Builds the dashboard and the pages beside it into `dist/dashboard`, unless what is there was made
 * of the same sources. Each build has a folder of its own and is moved into place when it is whole,
 * so that two starts from one checkout can't meet.
 */
export async function buildDashboard(root: string): Promise<void> {
  const target = join(root, "dist/dashboard");
  const wanted = fingerprint(root);
  if (stampOf(target) === wanted) return;
  const built = `${target}-${randomUUID()}`;
  try {
    mkdirSync(built, { recursive: true });
    await runVite(root, built);
    await runNode(root, [join(root, "src/site/build.ts"), built]);
    writeFileSync(join(built, STAMP), wanted);
    moveIntoPlace(built, target, wanted);
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

function runVite(root: string, outDir: string): Promise<void> {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const config = join(root, "src/dashboard/vite.config.ts");
  const flags = ["--config", config, "--outDir", outDir, "--logLevel", "warn"];
  return runNode(root, [vite, "build", ...flags]);
}

/**
 * As a process of its own: whoever starts it may have set NODE_ENV, and a test's would bring the
 * libraries' development builds into what is served.
 */
async function runNode(root: string, args: string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production" };
  try {
    await run(process.execPath, args, { cwd: root, env });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`The dashboard does not build.\n${stderr || stdout}`, { cause: error });
  }
}

/** One hash over the sources' names and contents. */
function fingerprint(root: string): string {
  const hash = createHash("sha256");
  for (const file of sourceFiles(root)) {
    hash.update(`\0${file}\0`);
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function sourceFiles(root: string): string[] {
  const entries = globSync(SOURCES, { cwd: root, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return [...paths.toSorted(), ...NAMES_VERSIONS];
}

function stampOf(folder: string): string | null {
  const path = join(folder, STAMP);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** A folder can't be renamed over another one, so the old one steps aside first. */
function moveIntoPlace(built: string, target: string, wanted: string): void {
  const old = `${built}-old`;
  try {
    if (existsSync(target)) renameSync(target, old);
    renameSync(built, target);
  } catch (error) {
    // Somebody else was quicker with the same.
    if (stampOf(target) !== wanted) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildDashboard(join(import.meta.dirname, "../.."));
}
