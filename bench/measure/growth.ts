import type { Bench } from "../bench.ts";
import type { Contestant } from "../cells/cell.ts";
import type { Server } from "../hosts/server.ts";
import { Connection } from "../load/connection.ts";
import { Lane } from "../load/lane.ts";
import { postCount } from "../load/post-count.ts";
import { World, type Shape } from "../load/world.ts";
import { filledEndpoint } from "./catch-up.ts";
import type { Figures } from "./figures.ts";
import { loadWorld } from "./throughput.ts";

const SUBJECT = "ours@workerd";
const WAKING_CONNECTIONS = 16;

type Measured = Pick<Contestant, "prepare" | "measure">;

/** Load on an endpoint that holds many requests already. */
export function onFilledEndpoint(shape: Shape): Measured {
  return onEndpoints(shape, async (bench) => {
    const server = await bench.server(SUBJECT);
    return [await filledEndpoint(server, bench.scale.storedRequests)];
  });
}

/** Load that goes to many endpoints in turn, none of which is asleep. */
export function onManyEndpoints(shape: Shape): Measured {
  return onEndpoints(shape, async (bench) => {
    const server = await bench.server(SUBJECT);
    return server.makeEndpoints(bench.scale.manyEndpoints);
  });
}

/** The endpoints are made once; each round goes on where the last one ended. */
function onEndpoints(shape: Shape, make: (bench: Bench) => Promise<string[]>): Measured {
  let endpointIds: string[] = [];
  return {
    prepare: async (bench) => {
      endpointIds = await make(bench);
    },
    measure: async (bench) => {
      await wake(await bench.server(SUBJECT), endpointIds);
      return load(bench, shape, endpointIds);
    },
  };
}

/** One post to each: to wake a hub costs more than a request, and is another question. */
async function wake(server: Server, endpointIds: string[]): Promise<void> {
  const rest = endpointIds.values();
  const wakeSome = async () => {
    const connection = await Connection.open(server.port);
    for (const id of rest) await postCount(connection, new Lane(0, 0, `/h/${id}`), 1);
    connection.close();
  };
  await Promise.all(Array.from({ length: WAKING_CONNECTIONS }, wakeSome));
}

async function load(bench: Bench, shape: Shape, endpointIds: string[]): Promise<Figures> {
  const server = await bench.server(SUBJECT);
  const world = await World.over(server, shape, endpointIds);
  try {
    return await loadWorld(server, world, bench.scale);
  } finally {
    world.close();
  }
}
