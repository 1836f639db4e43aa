import { beforeEach, describe, expect, it } from "vitest";
import { newWorld, postWebhook, type World } from "./support/api.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { connect, tryToConnect, TestSocket, type Refusal } from "./support/socket.ts";
import { until } from "./support/wait.ts";

/** Of the plus plan. */
const MAX_LISTENERS = 3;
const RACING = 30;
/** A second on a quiet machine: tries, not time, because a busy one answers each later. */
const FREED_WITHIN_TRIES = 40;
const REFUSAL: Refusal = { status: 403, body: '{"error":"Connection limit reached","max":3}' };

const server = useSharedServer();
let world: World;

beforeEach(async () => {
  world = await newWorld(server, "plus");
});

function tryOne(): Promise<TestSocket | Refusal> {
  return tryToConnect(server, world.endpoint.id, { apikey: world.key.key });
}

async function fill(): Promise<TestSocket[]> {
  const sockets: TestSocket[] = [];
  while (sockets.length < MAX_LISTENERS) {
    sockets.push(await connect(server, world.endpoint.id, world.key.key));
  }
  return sockets;
}

/** The sockets among several outcomes, and the refusals. */
function split(outcomes: (TestSocket | Refusal)[]) {
  const isSocket = (outcome: TestSocket | Refusal) => outcome instanceof TestSocket;
  return {
    admitted: outcomes.filter(isSocket),
    refused: outcomes.filter((outcome) => !isSocket(outcome)),
  };
}

async function expectPlace(): Promise<void> {
  let tries = 0;
  const admitted = await until(async () => {
    if (++tries > FREED_WITHIN_TRIES) throw new Error("No place was freed.");
    const outcome = await tryOne();
    return outcome instanceof TestSocket ? outcome : null;
  }, "a free place for a listener");
  const { id } = await postWebhook(world, "to the newcomer");
  expect((await admitted.take(1))[0]?.id).toBe(id);
}

describe("the limit of listeners", () => {
  it("admits three of the plus plan and refuses the fourth in the handshake", async () => {
    const sockets = await fill();
    expect(await tryOne()).toEqual(REFUSAL);
    const { id } = await postWebhook(world, "to all three");
    for (const socket of sockets) expect((await socket.take(1))[0]?.id).toBe(id);
  });

  it("admits exactly three of thirty that race, and tells the others why", async () => {
    const outcomes = await Promise.all(Array.from({ length: RACING }, tryOne));
    const { admitted, refused } = split(outcomes);
    expect(admitted).toHaveLength(MAX_LISTENERS);
    expect(refused).toEqual(Array.from({ length: RACING - MAX_LISTENERS }, () => REFUSAL));
  });

  it("counts the listeners of each endpoint separately", async () => {
    await fill();
    const other = await newWorld(server, "plus");
    const socket = await connect(server, other.endpoint.id, other.key.key);
    expect(await socket.close()).toBe(1000);
  });

  it("frees a place within a second of a close frame", async () => {
    const [first] = await fill();
    expect(await first?.close()).toBe(1000);
    await expectPlace();
    expect(await tryOne()).toEqual(REFUSAL);
  });

  it("frees a place within a second of a connection reset", async () => {
    const [first] = await fill();
    first?.reset();
    await expectPlace();
    expect(await tryOne()).toEqual(REFUSAL);
  });
});
