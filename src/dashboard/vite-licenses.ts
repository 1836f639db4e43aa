import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "vite";

/** The one asset without a hash in its name: people and scanners look for it by name. */
const FILE_NAME = "assets/licenses.txt";

const LICENSE_FILE = /^(licen[cs]e|copying)/i;

const INTRODUCTION =
  "The HookNexus dashboard includes the packages below. These are their licenses.";

/**
 * Writes `assets/licenses.txt`: the license of every package in the build. Vite's own
 * `build.license` covers packages with code only, and the fonts have a license too.
 */
export function licenses(): Plugin {
  let root = "";
  return {
    name: "licenses",
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      const sources = Object.values(bundle).flatMap((output) =>
        output.type === "chunk" ? output.moduleIds : output.originalFileNames,
      );
      const folders = sources
        .filter((source) => source.includes("node_modules/"))
        .map((source) => packageFolder(resolve(root, source)));
      const notices = [...new Set(folders)].map(notice).toSorted();
      const source = [INTRODUCTION, ...notices].join(`\n\n${"-".repeat(80)}\n\n`);
      this.emitFile({ type: "asset", fileName: FILE_NAME, source: `${source}\n` });
    },
  };
}

interface Manifest {
  name?: string;
  version?: string;
  license?: string;
}

/** The folder of the package that a file belongs to. */
function packageFolder(file: string): string {
  const folder = dirname(file);
  // Packages put a manifest that sets nothing but `type` beside their builds.
  return manifestOf(folder).name === undefined ? packageFolder(folder) : folder;
}

function manifestOf(folder: string): Manifest {
  const path = join(folder, "package.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Manifest) : {};
}

/** For a package without a license file, the notice names the license alone. */
function notice(folder: string): string {
  const { name = "", version = "", license = "no license named" } = manifestOf(folder);
  const file = readdirSync(folder).find((entry) => LICENSE_FILE.test(entry));
  const heading = `${name} ${version} (${license})`;
  return file ? `${heading}\n\n${readFileSync(join(folder, file), "utf8").trim()}` : heading;
}
