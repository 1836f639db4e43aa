import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { ROOT } from "./program.ts";

/*
 * The tools that run the examples. Nothing is downloaded: the packages are Debian's, and .ci/run
 * installs them.
 */

/** In CI every tool must be installed. Otherwise an example would silently go untested. */
export const IS_CI = Boolean(process.env["CI"]);

const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

/** A Python that has these packages; null if there is none. */
export function findPython(...packages: string[]): string | null {
  const candidates = ["python3", "/usr/bin/python3"];
  const program = `import ${packages.join(", ")}`;
  return candidates.find((command) => works(command, "-c", program)) ?? null;
}

/** The folder in which Debian's packages install Go libraries. */
const DEBIAN_GOPATH = "/usr/share/gocode";

/** What Go has compiled before. */
const GO_CACHE = join(ROOT, "dist/go-cache");

/** Compiles a Go program; null if Go is not installed. Call `remove` when done. */
export function buildGo(source: string): { program: string; remove: () => void } | null {
  if (!works("go", "version")) return null;
  const folder = mkdtempSync(join(tmpdir(), "hooknexus-go-"));
  const program = join(folder, "listener");
  const { status, stderr } = spawnSync("go", ["build", "-o", program, source], {
    cwd: ROOT,
    env: {
      ...process.env,
      GO111MODULE: "off",
      GOPATH: DEBIAN_GOPATH,
      GOCACHE: GO_CACHE,
      GOFLAGS: "",
    },
  });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (status === 0) return { program, remove };
  remove();
  throw new Error(`${source} does not compile:\n${stderr}`);
}

/** Whether the tools of the shell example are installed, except websocat. */
export function hasShellTools(): boolean {
  return works("bash", "--version") && works("curl", "--version") && works("jq", "--version");
}

/**
 * A PATH that has a websocat. If none is installed, it is a stand-in that takes the same flags, so
 * the script is tested and websocat itself is not.
 */
export function pathWithWebsocat(): { path: string; remove: () => void } {
  const path = process.env["PATH"] ?? "";
  if (works("websocat", "--version")) return { path, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), "hooknexus-websocat-"));
  const standIn = join(import.meta.dirname, "websocat.ts");
  const script = `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`;
  writeFileSync(join(folder, "websocat"), script, { mode: 0o755 });
  return {
    path: [folder, dirname(process.execPath), path].join(delimiter),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
