import { join } from "node:path";
import { buildForHost } from "../../src/host/built-worker.ts";
import { ROOT } from "../subjects.ts";
import { freePort } from "./launch.ts";
import { ProcessTree } from "./process-tree.ts";
import { Server } from "./server.ts";

/** The real `npm start`, and a function that starts it again on the same state. */
export interface NpmStart {
  server: Server;
  /** The endpoint that the first start created. */
  endpointId: string;
  start(): ProcessTree;
}

/** Resolves when the first start is complete. Dashboard and worker are built before it. */
export async function startNpmStart(stateDir: string): Promise<NpmStart> {
  await buildForHost(ROOT);
  const port = await freePort();
  const env = { PORT: String(port), STATE_DIR: stateDir };
  const start = () => new ProcessTree(process.execPath, [join(ROOT, "src/host/start.ts")], env);
  const server = new Server("ours@npm-start", port, start(), stateDir);
  try {
    await server.answers("/api/health");
    await server.processes.says("ENDPOINT_ID=");
  } catch (error) {
    // Its output would keep the benchmark from ending.
    await server.remove();
    throw error;
  }
  const endpointId = /ENDPOINT_ID=(\S+)/.exec(server.processes.output)?.[1] ?? "";
  return { server, endpointId, start };
}
