import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { historyAfter, newWorld, type World } from "./support/api.ts";
import { send } from "./support/http.ts";
import { TestServer } from "./support/server.ts";

/* What the server's own socket makes of senders. Its HOST and what it prints are part of these. */

const ROUNDS = 40;
const STAYING = 8;
const LEAVING = 16;

let server: TestServer;
let world: World;

beforeAll(async () => {
  // Listens on every IPv4 and IPv6 address of this machine.
  server = await TestServer.start({ HOST: "::" });
});
afterAll(() => server.remove());
beforeEach(async () => {
  world = await newWorld(server, "team");
});

/** Sends a webhook with exactly these headers to this host. Returns the stored request. */
async function stored(headers: string[], host = "127.0.0.1") {
  const path = new URL(world.endpoint.url).pathname;
  const id = await new Promise<string>((resolve, reject) => {
    const options = { host, port: server.port, path, method: "POST", headers, setHost: false };
    const sending = request(options, (response) => {
      response.setEncoding("utf8").once("data", (text: string) => {
        resolve((JSON.parse(text) as { id: string }).id);
      });
    });
    sending.once("error", reject).end("hello");
  });
  const row = (await historyAfter(server, world, 0)).find((one) => one.id === id);
  if (!row) throw new Error("The webhook was not stored.");
  return row;
}

const LENGTH = ["Content-Length", "5"];

describe("a webhook to a server on one machine", () => {
  it("is stored with exactly the headers that its sender sent", async () => {
    const sent: [name: string, value: string][] = [
      ["host", "hooks.example"],
      ["x-signature", "t=1,v1=AbC"],
      ["accept-encoding", "identity"],
      ["x-forwarded-proto", "https"],
      ["mf-cf-blob", '{"clientIp":"9.9.9.9"}'],
      ["sec-fetch-mode", "cors"],
      ["content-length", "5"],
    ];
    const { raw_headers: kept, ip } = await stored([...sent.flat(), "connection", "close"]);
    const isConnection = ([name]: [string, string]) => name === "connection";
    const others = kept.filter((pair) => !isConnection(pair));
    expect(others.toSorted()).toEqual(sent.toSorted());
    expect(ip).toBe("127.0.0.1");
  });

  it("is stored with its sender's IP address, IPv4 or IPv6", async () => {
    expect((await stored(["Host", "a", ...LENGTH], "::1")).ip).toBe("::1");
    expect((await stored(["Host", "a", ...LENGTH])).ip).toBe("127.0.0.1");
  });

  it("is stored with the IP address that a proxy passes on", async () => {
    const { ip } = await stored(["Host", "a", "CF-Connecting-IP", "203.0.113.7", ...LENGTH]);
    expect(ip).toBe("203.0.113.7");
  });
});

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
    const rows = await historyAfter(server, world, 0);
    const ids = rows.filter(({ body }) => body !== "gone").map(({ id }) => id);
    expect(ids).toHaveLength(ROUNDS * STAYING);
    expect(new Set(ids)).toEqual(new Set(acknowledged));
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    // Otherwise anybody could fill the operator's log.
    expect(server.output).not.toContain("Warning");
  });
});
