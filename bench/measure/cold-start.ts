import type { Bench } from "../bench.ts";
import type { Contestant } from "../cells/cell.ts";
import { startNpmStart } from "../hosts/npm-start.ts";
import type { ProcessTree } from "../hosts/process-tree.ts";
import type { Server } from "../hosts/server.ts";
import type { Subject } from "../subjects.ts";
import type { Figures } from "./figures.ts";
import { cpuMicrosOf } from "./processes.ts";

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

/** The same for the real `npm start`, which has a database and starts the runtime. */
export function onNpmStart(): Measured {
  return startAgain(async (bench) => {
    const { server, endpointId, start } = await startNpmStart(bench.newFolder());
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
  const cpuMs = cpuMicrosOf(server.processes.pids()) / 1_000;
  await server.processes.end();
  return { coldStartMs, cpuMs, failed: status === 200 ? 0 : 1 };
}
