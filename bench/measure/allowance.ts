import type { Server } from "../hosts/server.ts";
import { Connection } from "../load/connection.ts";
import { Lane } from "../load/lane.ts";
import { postCount } from "../load/post-count.ts";
import type { Scale } from "../scale.ts";
import type { Figures } from "./figures.ts";

const CONNECTIONS = 4;

/** How many calls per request the hub of a plus account makes to extend its allowance lease. */
export async function measureAllowance(
  server: Server,
  { allowanceRequests }: Scale,
): Promise<Figures> {
  const [endpointId = ""] = await server.makeEndpoints(1, "plus");
  const calls = () => server.ask<number>(`allowance-calls/${endpointId}`);
  const before = await calls();
  const posts = Array.from({ length: CONNECTIONS }, async (_, index) => {
    const connection = await Connection.open(server.port);
    const lane = new Lane(index, 0, `/h/${endpointId}`);
    const failed = await postCount(connection, lane, allowanceRequests / CONNECTIONS);
    connection.close();
    return failed;
  });
  const failed = (await Promise.all(posts)).reduce((sum, count) => sum + count, 0);
  const made = (await calls()) - before;
  return {
    requests: allowanceRequests,
    calls: made,
    callsPerRequest: made / allowanceRequests,
    failed,
  };
}
