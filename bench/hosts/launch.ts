import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CONTROL_SECRET, runtimePath, type RuntimeOptions } from "../../src/host/runtime.ts";
import { freePortFrom } from "../../test/support/free-port.ts";
import { ROOT, WORKERS, workerOf, type Subject } from "../subjects.ts";
import type { BuiltWorkers } from "./built-workers.ts";
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
  const worker = WORKERS[served.worker];
  if (served.host === "npm-start") {
    const options: RuntimeOptions = {
      folder: await built.runtimeOf(served.worker),
      sockets: "open",
      disks: { "do:storage": stateDir },
      variables: { ...worker.variables, [CONTROL_SECRET]: "unused" },
      front: `127.0.0.1:${port}`,
      host: "127.0.0.1:1",
    };
    return runNode("bench/hosts/start-server.ts", JSON.stringify(options));
  }
  const modulePath = await built.pathOf(served.worker);
  const configPath = join(stateDir, "workerd.capnp");
  // workerd would look for an absolute path in its import folders.
  const embedded = relative(stateDir, modulePath);
  writeFileSync(configPath, workerdConfig(worker, { modulePath: embedded, port, stateDir }));
  return new ProcessTree(runtimePath(), ["serve", configPath]);
}

function runNode(script: string, ...args: string[]): ProcessTree {
  return new ProcessTree(process.execPath, [join(ROOT, script), ...args]);
}

/** Not the ports of the tests, which may run at the same time. */
const FIRST_PORT = 12_000;
const PORTS = 8_000;

/** A port that is not in use. */
export function freePort(): Promise<number> {
  return freePortFrom(FIRST_PORT, PORTS);
}
