import { join } from "node:path";
import type { Bench } from "../bench.ts";
import type { Contestant } from "../cells/cell.ts";
import { freePort } from "../hosts/launch.ts";
import { ProcessTree } from "../hosts/process-tree.ts";
import { Server } from "../hosts/server.ts";
import { ROOT, type Subject } from "../subjects.ts";
import type { Figures } from "./figures.ts";

const POST = { method: "POST", body: "first" };

type Measured = Pick<Contestant, "prepare" | "measure">;

/** A server that has been up and is down, and how it is started again. */
interface Sleeper {
  server: Server;
  endpointId: string;
  start(): Promise<ProcessTree>;
}

/** From starting the process, over a state that is there already, to the first webhook's 200. */
export function onColdStart(subject: Subject): Measured {
  return startAgain(async (bench) => {
    const server = await bench.fresh(subject);
    const [endpointId = ""] = await server.makeEndpoints(1);
    await server.answers(`/h/${endpointId}`, POST);
    return { server, endpointId, start: () => server.launchAgain(bench.built) };
  });
}

/** The same of `npm start` as it is, which builds the worker and has a database. */
export function onNpmStart(): Measured {
  return startAgain(async (bench) => {
    const stateDir = bench.newFolder();
    const port = await freePort();
    const env = { PORT: String(port), STATE_DIR: stateDir };
    const start = () => new ProcessTree(process.execPath, [join(ROOT, "src/host/start.ts")], env);
    const server = new Server("ours@miniflare", port, start(), stateDir);
    await server.answers("/api/health");
    const endpointId = await welcomedEndpoint(server);
    return { server, endpointId, start: async () => start() };
  });
}

/** Every round starts the same server once more. */
function startAgain(makeSleeper: (bench: Bench) => Promise<Sleeper>): Measured {
  let sleeper: Sleeper | undefined;
  return {
    prepare: async (bench) => {
      sleeper = await makeSleeper(bench);
      await sleeper.server.processes.end();
    },
    measure: async () => {
      if (!sleeper) throw new Error("Nothing was prepared.");
      return wakeUp(sleeper);
    },
  };
}

async function wakeUp({ server, endpointId, start }: Sleeper): Promise<Figures> {
  const startedAt = performance.now();
  server.processes = await start();
  const status = await server.answers(`/h/${endpointId}`, POST);
  const coldStartMs = performance.now() - startedAt;
  await server.processes.end();
  return { coldStartMs, failed: status === 200 ? 0 : 1 };
}

/** The first start prints an endpoint of its owner's. */
async function welcomedEndpoint({ processes }: Server): Promise<string> {
  await processes.says("ENDPOINT_ID=");
  return /ENDPOINT_ID=(\S+)/.exec(processes.output)?.[1] ?? "";
}
