import { setTimeout as wait } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import { startNpmStart } from "../hosts/npm-start.ts";
import type { Figures } from "./figures.ts";
import { residentKibOf } from "./processes.ts";

/** The first account, the first cron trigger and their garbage are done by then. */
const REST_MS = 10_000;

/** The memory of the real `npm start` that nobody uses: of all its processes, and of the runtime. */
export async function measureAtRest(bench: Bench): Promise<Figures> {
  const { server, start } = await startNpmStart(bench.newFolder());
  try {
    // As usual: the first start has also created the database and the first account.
    await server.processes.end();
    server.processes = start();
    await server.processes.says("Press Ctrl-C to stop.");
    await wait(REST_MS);
    const atRestMib = residentKibOf(server.processes.pids()) / 1_024;
    const runtimeMib = residentKibOf(server.processes.runtimePids()) / 1_024;
    return { atRestMib, runtimeMib };
  } finally {
    await server.remove();
  }
}
