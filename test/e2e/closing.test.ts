import { beforeEach, describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { callAs, json, newWorld, type World } from "./support/api.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { connect, tryToConnect, type TestSocket } from "./support/socket.ts";
import { withinCalls } from "./support/wait.ts";

/** Calls answered between the call that closes the socket and the end of its TCP connection. */
const CLOSED_WITHIN_CALLS = 80;

const server = useSharedServer();
let world: World;
let listener: TestSocket;

beforeEach(async () => {
  world = await newWorld(server, "plus");
  listener = await connectAndPing();
});

/**
 * The runtime (workerd of 2026-11) always sends the close frame immediately. But if the peer has
 * never sent anything, the TCP connection stays open until the hub hibernates.
 */
async function connectAndPing(credential = world.key.key): Promise<TestSocket> {
  const socket = await connect(server, world.endpoint.id, credential);
  await socket.ping();
  return socket;
}

function closeCode({ closed }: TestSocket): Promise<number> {
  return withinCalls(server, closed, "the end of the connection", CLOSED_WITHIN_CALLS);
}

describe("a listener's connection ends immediately", () => {
  it("when its key is revoked, which then opens no other", async () => {
    const second = await connectAndPing();
    const path = `/api/keys/${world.key.id}`;
    const reply = await json(await callAs(server, world.account.token, "DELETE", path));
    expect(reply).toEqual({ revoked: true, closedConnections: 2 });
    expect(await closeCode(listener)).toBe(CLOSE.CREDENTIAL_REVOKED);
    expect(await closeCode(second)).toBe(CLOSE.CREDENTIAL_REVOKED);
    const again = await tryToConnect(server, world.endpoint.id, { apikey: world.key.key });
    expect(again).toMatchObject({ status: 401 });
  });

  it("when its endpoint is deleted, which then answers 404 with an empty body", async () => {
    const path = `/api/endpoints/${world.endpoint.id}`;
    await json(await callAs(server, world.account.token, "DELETE", path));
    expect(await closeCode(listener)).toBe(CLOSE.ENDPOINT_GONE);
    const again = await tryToConnect(server, world.endpoint.id, { apikey: world.key.key });
    expect(again).toEqual({ status: 404, body: "" });
  });

  it("when the plan is lowered: the newest first", async () => {
    await listener.close();
    const { token } = world.account;
    const [first, second] = [await connectAndPing(token), await connectAndPing(token)];
    const third = await connectAndPing(token);
    const path = `/api/admin/accounts/${world.account.id}`;
    const reply = await callAs(server, server.adminToken, "PATCH", path, { plan: "free" });
    expect(await json(reply)).toMatchObject({ plan: "free", closedConnections: 1 });
    expect(await closeCode(third)).toBe(CLOSE.PLAN_LIMIT_LOWERED);
    await first.close();
    await second.close();
  });
});
