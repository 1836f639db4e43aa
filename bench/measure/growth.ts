import type { Bench } from "../bench.ts";
import type { Contestant } from "../cells/cell.ts";
import type { Server } from "../hosts/server.ts";
import { Connection } from "../load/connection.ts";
import { Lane } from "../load/lane.ts";
import { postCount } from "../load/post-count.ts";
import { World, type Shape } from "../load/world.ts";
import type { Scale } from "../scale.ts";
import type { Subject } from "../subjects.ts";
import { filledEndpoint } from "./catch-up.ts";
import type { Figures } from "./figures.ts";
import { loadWorld } from "./throughput.ts";

/** Only ours can be filled without posting each request. */
const FILLED: Subject = "ours@workerd";
const WAKING_CONNECTIONS = 16;

type Measured = Pick<Contestant, "prepare" | "measure">;

/** Load on an endpoint with many stored requests. */
export function onFilledEndpoint(shape: Shape): Measured {
  return onEndpoints(FILLED, shape, async (server, { scale }) => [
    await filledEndpoint(server, scale.storedRequests),
  ]);
}

/** Load on many endpoints in turn. All of them are awake. */
export function onManyEndpoints(subject: Subject, shape: Shape): Measured {
  return onEndpoints(subject, shape, (server, { scale }) =>
    server.makeEndpoints(scale.manyEndpoints),
  );
}

/** All rounds use the same endpoints. */
function onEndpoints(
  subject: Subject,
  shape: Shape,
  make: (server: Server, bench: Bench) => Promise<string[]>,
): Measured {
  let endpointIds: string[] = [];
  return {
    prepare: async (bench) => {
      endpointIds = await make(await bench.server(subject), bench);
    },
    measure: async (bench) => {
      const server = await bench.server(subject);
      await wake(server, endpointIds);
      return load(server, bench.scale, shape, endpointIds);
    },
  };
}

/** Posts once to each endpoint: waking a hub costs more than a request and is measured elsewhere. */
async function wake(server: Server, endpointIds: string[]): Promise<void> {
  const rest = endpointIds.values();
  const wakeSome = async () => {
    const connection = await Connection.open(server.port);
    for (const id of rest) await postCount(connection, new Lane(0, 0, `/h/${id}`), 1);
    connection.close();
  };
  await Promise.all(Array.from({ length: WAKING_CONNECTIONS }, wakeSome));
}

async function load(
  server: Server,
  scale: Scale,
  shape: Shape,
  endpointIds: string[],
): Promise<Figures> {
  const world = await World.over(server, shape, endpointIds);
  try {
    return await loadWorld(server, world, scale);
  } finally {
    world.close();
  }
}
