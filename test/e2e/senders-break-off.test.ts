import { once } from "node:events";
import { Agent } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { historyAfter, newWorld, type World } from "./support/api.ts";
import { send } from "./support/http.ts";
import { TestServer } from "./support/server.ts";

const ROUNDS = 40;
const STAYING = 8;
const LEAVING = 16;

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await TestServer.start();
  world = await newWorld(server, "team");
});
afterAll(() => server.remove());

/** Sends a whole webhook, then resets the connection before or after the reply. */
async function sendAndLeave(turn: number): Promise<void> {
  const { host, pathname } = new URL(world.endpoint.url);
  const socket = connect({ port: server.port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(`POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 4\r\n\r\ngone`);
  // Resets after 0 to 7 turns of the event loop, so at every stage between queueing and reply.
  for (let left = turn % 8; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
  socket.resetAndDestroy();
}

async function sendAndStay(agent: Agent, body: string): Promise<string> {
  const reply = await send(world.endpoint.url, { body, agent });
  expect(`${reply.status} ${reply.status === 200 ? "" : reply.body}`).toBe("200 ");
  return (JSON.parse(reply.body.toString()) as { id: string }).id;
}

describe("senders that reset their connections", () => {
  it("do not disturb the others: each is answered, and stored once", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: STAYING });
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const leaving = Array.from({ length: LEAVING }, (_, turn) => sendAndLeave(turn + round));
      const staying = Array.from({ length: STAYING }, (_, sender) =>
        sendAndStay(agent, `stays ${round} ${sender}`),
      );
      acknowledged.push(...(await Promise.all(staying)));
      await Promise.all(leaving);
    }
    agent.destroy();
    const stored = await historyAfter(server, world, 0);
    const ids = stored.filter(({ body }) => body !== "gone").map(({ id }) => id);
    expect(ids).toHaveLength(ROUNDS * STAYING);
    expect(new Set(ids)).toEqual(new Set(acknowledged));
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
    // Otherwise anybody could fill the operator's log.
    expect(server.output).not.toContain("Warning");
  });
});
