import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, type HookNexus } from "../../src/client/index.ts";
import { newAccount, newEndpoint } from "./support/api.ts";
import { useSharedServer } from "./support/shared-server.ts";

const server = useSharedServer();
let client: HookNexus;
let token: string;

beforeAll(async () => {
  ({ token } = await newAccount(server, "team"));
  client = createClient({ url: server.origin, token });
});

describe("the client library in Node, with its own fetch", () => {
  it("reads back what was posted: rows and exact bytes, in order", async () => {
    const { id, url } = await client.endpoints.create({ alias: "orders" });
    const bodies = [new Uint8Array(), Uint8Array.of(255, 0, 128), new Uint8Array(2 ** 21).fill(7)];
    for (const body of bodies) await fetch(url, { method: "POST", body });
    const seen: Uint8Array[] = [];
    for await (const request of client.requests.all(id, { limit: 2 })) {
      seen.push(await (await client.requests.body(request.id)).bytes());
    }
    expect(seen).toHaveLength(3);
    for (const [at, bytes] of seen.entries()) {
      expect(Buffer.compare(bytes, bodies[at] ?? bytes.subarray(1))).toBe(0);
    }
    await expect(client.requests.get(crypto.randomUUID())).rejects.toMatchObject({
      code: "request_not_found",
      status: 404,
    });
  });

  it("stops reading a body when its signal aborts", async () => {
    const endpoint = await newEndpoint(server, token);
    await fetch(endpoint.url, { method: "POST", body: new Uint8Array(2 ** 24) });
    const [row] = (await client.requests.list(endpoint.id)).requests;
    const controller = new AbortController();
    const { bytes } = await client.requests.body(row?.id ?? "", { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(bytes()).rejects.toThrow("enough");
  });

  it("reports a network error if the server can't be reached", async () => {
    const nobody = createClient({ url: "http://127.0.0.1:9", token });
    await expect(nobody.health()).rejects.toMatchObject({ code: "network", status: null });
  });
});

describe("a redirect", () => {
  let elsewhere: Server;
  const seen: string[] = [];

  beforeAll(async () => {
    elsewhere = createServer((request, reply) => {
      seen.push(request.url ?? "");
      reply.writeHead(307, { location: "/stolen" }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => void elsewhere.close());

  it("is not followed, so the token goes to no other server", async () => {
    const { port } = elsewhere.address() as AddressInfo;
    const lured = createClient({ url: `http://127.0.0.1:${port}`, token });
    await expect(lured.account.me()).rejects.toMatchObject({
      code: "unexpected_reply",
      status: 307,
    });
    expect(seen).toEqual(["/auth/me"]);
  });
});
