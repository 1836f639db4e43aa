import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { freePort } from "../hosts/launch.ts";
import { ProcessGroup } from "../hosts/process-group.ts";
import { Server } from "../hosts/server.ts";
import { ROOT, type Subject } from "../subjects.ts";
import type { Figures } from "./figures.ts";

const POST = { method: "POST", body: "first" };

/** From starting the process, over a state that is there already, to the first webhook's 200. */
export async function measureColdStart(bench: Bench, subject: Subject): Promise<Figures> {
  const server = await bench.fresh(subject);
  try {
    const [endpointId = ""] = await server.makeEndpoints(1);
    await server.answers(`/h/${endpointId}`, POST);
    const startedAt = performance.now();
    await server.restart(bench.built);
    return await firstPost(server, `/h/${endpointId}`, startedAt);
  } finally {
    await server.remove();
  }
}

/** The same of `npm start` as it is, which builds the worker and has a database. */
export async function measureNpmStart(bench: Bench): Promise<Figures> {
  const stateDir = bench.newFolder();
  const port = await freePort();
  const env = { PORT: String(port), STATE_DIR: stateDir };
  const start = () => new ProcessGroup(process.execPath, [join(ROOT, "src/host/start.ts")], env);
  const server = new Server("ours@miniflare", port, start(), stateDir);
  try {
    await server.answers("/api/health");
    const endpointId = await welcomedEndpoint(server);
    await server.processes.end();
    const startedAt = performance.now();
    server.processes = start();
    return await firstPost(server, `/h/${endpointId}`, startedAt);
  } finally {
    await server.remove();
  }
}

async function firstPost(server: Server, path: string, startedAt: number): Promise<Figures> {
  const status = await server.answers(path, POST);
  return { coldStartMs: performance.now() - startedAt, failed: status === 200 ? 0 : 1 };
}

/** The first start prints an endpoint of its owner's. */
async function welcomedEndpoint({ processes }: Server): Promise<string> {
  await processes.says("ENDPOINT_ID=");
  return /ENDPOINT_ID=(\S+)/.exec(processes.output)?.[1] ?? "";
}
