import type { Server } from "../hosts/server.ts";
import type { Poster } from "./closed-loop.ts";
import { Connection } from "./connection.ts";
import { Lane } from "./lane.ts";
import { Listener, type Faults } from "./listener.ts";

/** How many connections, listeners and endpoints a load has. */
export interface Shape {
  connections: number;
  /** Listeners on each endpoint. */
  listeners: number;
  endpoints: number;
  /** The path before the endpoint's id (default `h`). Each step of the ladder has its own. */
  path?: string;
}

/** Every frame must arrive within this time after the last reply. */
const ARRIVAL_DEADLINE_MS = 15_000;

/** Endpoints with their listeners, and connections that post to them. */
export class World {
  readonly posters: Poster[];
  readonly listeners: Listener[];

  static async open(server: Server, shape: Shape): Promise<World> {
    return World.over(server, shape, await server.makeEndpoints(shape.endpoints));
  }

  /** The same with existing endpoints. */
  static async over(server: Server, shape: Shape, endpointIds: string[]): Promise<World> {
    const listeners = await openListeners(server, endpointIds, shape.listeners);
    const connections = Array.from({ length: shape.connections }, () =>
      Connection.open(server.port),
    );
    const paths = endpointIds.map((id) => `/${shape.path ?? "h"}/${id}`);
    return new World(postersOf(await Promise.all(connections), paths), listeners);
  }

  private constructor(posters: Poster[], listeners: Listener[]) {
    this.posters = posters;
    this.listeners = listeners;
  }

  get lanes(): Lane[] {
    return this.posters.flatMap(({ lanes }) => lanes);
  }

  /** Waits for all frames and counts their faults. */
  async faults(): Promise<Faults> {
    const { lanes } = this;
    const arrivals = this.listeners.map((listener) => {
      const own = lanes.filter(({ endpointIndex }) => endpointIndex === listener.endpointIndex);
      const posted = own.reduce((sum, lane) => sum + lane.posted, 0);
      return listener.waitFor(posted, ARRIVAL_DEADLINE_MS);
    });
    await Promise.all(arrivals);
    return this.listeners
      .map((listener) => listener.faults(lanes))
      .reduce(sumOf, { lost: 0, repeated: 0, outOfOrder: 0 });
  }

  close(): void {
    for (const { connection } of this.posters) connection.close();
    for (const listener of this.listeners) listener.close();
  }
}

async function openListeners(
  server: Server,
  endpointIds: string[],
  count: number,
): Promise<Listener[]> {
  const opening = endpointIds.flatMap((id, index) =>
    Array.from({ length: count }, () =>
      Listener.open(server.webSocketUrl(id), index, server.isOurs),
    ),
  );
  return Promise.all(opening);
}

/** Each connection posts to all endpoints in turn, and each starts with a different one. */
function postersOf(connections: Connection[], paths: string[]): Poster[] {
  return connections.map((connection, number) => {
    const lanes = paths.map((path, index) => new Lane(number * paths.length + index, index, path));
    const first = number % lanes.length;
    return { connection, lanes: [...lanes.slice(first), ...lanes.slice(0, first)] };
  });
}

function sumOf(a: Faults, b: Faults): Faults {
  return {
    lost: a.lost + b.lost,
    repeated: a.repeated + b.repeated,
    outOfOrder: a.outOfOrder + b.outOfOrder,
  };
}
