import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { Lane } from "../../bench/load/lane.ts";
import { Listener } from "../../bench/load/listener.ts";

const DEADLINE_MS = 5_000;

let server: WebSocketServer;
let listener: Listener;
let socket: WebSocket;
let lane: Lane;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0 });
  const connected = once(server, "connection") as Promise<[WebSocket]>;
  const { port } = server.address() as AddressInfo;
  listener = await Listener.open(`ws://127.0.0.1:${port}`, 0, true);
  [socket] = await connected;
  lane = new Lane(3, 0, "/h/endpoint");
});
afterEach(() => {
  listener.close();
  server.close();
});

/** The bodies of the lane's next `count` requests. */
function post(count: number): string[] {
  return Array.from({ length: count }, () => {
    const text = lane.next().toString();
    return text.slice(text.indexOf("\r\n\r\n") + 4);
  });
}

/** Sends frames with these sequence numbers. Returns the faults that the listener counts. */
async function faultsOf(frames: [seq: number, body: string | undefined][]) {
  for (const [seq, body] of frames) socket.send(JSON.stringify({ seq, body }));
  await listener.waitFor(frames.length, DEADLINE_MS);
  return listener.faults([lane]);
}

describe("a listener of the bench", () => {
  it("counts no fault if everything arrives in order", async () => {
    const [a, b, c] = post(3);
    const frames: [number, string | undefined][] = [
      [1, a],
      [2, b],
      [3, c],
    ];
    expect(await faultsOf(frames)).toEqual({ lost: 0, repeated: 0, outOfOrder: 0 });
  });

  it("counts posts that never arrive as lost", async () => {
    const [a, , c] = post(4);
    expect(
      await faultsOf([
        [1, a],
        [2, c],
      ]),
    ).toEqual({ lost: 2, repeated: 0, outOfOrder: 0 });
  });

  it("counts a request that arrives twice", async () => {
    const [a, b] = post(2);
    const frames: [number, string | undefined][] = [
      [1, a],
      [2, b],
      [3, b],
    ];
    expect(await faultsOf(frames)).toEqual({ lost: 0, repeated: 1, outOfOrder: 0 });
  });

  it("counts a request that arrives out of order", async () => {
    const [a, b, c] = post(3);
    const frames: [number, string | undefined][] = [
      [1, a],
      [2, c],
      [3, b],
    ];
    expect(await faultsOf(frames)).toEqual({ lost: 0, repeated: 0, outOfOrder: 1 });
  });

  it("counts a gap in the sequence numbers", async () => {
    const [a, b] = post(2);
    expect(
      await faultsOf([
        [1, a],
        [3, b],
      ]),
    ).toEqual({ lost: 0, repeated: 0, outOfOrder: 1 });
  });
});
