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

/** A server that was stopped, and a function that starts it again. */
interface Sleeper {
  server: Server;
  endpointId: string;
  start(): Promise<ProcessTree>;
}

/** The time from starting the process, on an existing state folder, to the first webhook's 200. */
export function onColdStart(subject: Subject): Measured {
  return startAgain(async (bench) => {
    const server = await bench.fresh(subject);
    const [endpointId = ""] = await server.makeEndpoints(1);
    await server.answers(`/h/${endpointId}`, POST);
    return { server, endpointId, start: () => server.launchAgain(bench.built) };
  });
}

/** The same for the real `npm start`, which builds the worker and has a database. */
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

/** Each round starts the same server again. */
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

/** The id of the endpoint that the first start prints. */
async function welcomedEndpoint({ processes }: Server): Promise<string> {
  await processes.says("ENDPOINT_ID=");
  return /ENDPOINT_ID=(\S+)/.exec(processes.output)?.[1] ?? "";
}
