import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { historyAfter, newWorld, type World } from "./support/api.ts";
import { TestServer } from "./support/server.ts";

let server: TestServer;
let world: World;

beforeAll(async () => {
  // Listens on every IPv4 and IPv6 address of this machine.
  server = await TestServer.start({ HOST: "::" });
  world = await newWorld(server, "team");
});
afterAll(() => server.remove());

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
