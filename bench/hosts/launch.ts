import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { freePortFrom } from "../../test/support/free-port.ts";
import { ROOT, WORKERS, workerOf, type Subject } from "../subjects.ts";
import type { BuiltWorkers } from "./built-workers.ts";
import type { MiniflareArguments } from "./miniflare-server.ts";
import { ProcessTree } from "./process-tree.ts";
import { workerdConfig } from "./workerd-config.ts";

/** Starts a subject's process on a state folder. It may not answer yet when this resolves. */
export async function launch(
  subject: Subject,
  built: BuiltWorkers,
  stateDir: string,
  port: number,
): Promise<ProcessTree> {
  mkdirSync(stateDir, { recursive: true });
  const served = workerOf(subject);
  if (!served) return runNode("bench/node/server.ts", String(port), stateDir);
  const modulePath = await built.pathOf(served.worker);
  const worker = WORKERS[served.worker];
  if (served.host === "miniflare") {
    const { config, variables } = worker;
    const path = join(ROOT, config);
    const args: MiniflareArguments = { config: path, variables, modulePath, port, stateDir };
    return runNode("bench/hosts/miniflare-server.ts", JSON.stringify(args));
  }
  const configPath = join(stateDir, "workerd.capnp");
  // workerd would look for an absolute path in its import folders.
  const embedded = relative(stateDir, modulePath);
  writeFileSync(configPath, workerdConfig(worker, { modulePath: embedded, port, stateDir }));
  return new ProcessTree(runtimePath(), ["serve", configPath]);
}

function runNode(script: string, ...args: string[]): ProcessTree {
  return new ProcessTree(process.execPath, [join(ROOT, script), ...args]);
}

/** The same runtime that Miniflare starts. */
function runtimePath(): string {
  const miniflare = createRequire(import.meta.url).resolve("miniflare");
  return (createRequire(miniflare)("workerd") as { default: string }).default;
}

/** Not the ports of the tests, which may run at the same time. */
const FIRST_PORT = 12_000;
const PORTS = 8_000;

/** A port that is not in use. */
export function freePort(): Promise<number> {
  return freePortFrom(FIRST_PORT, PORTS);
}
