import type { Socket } from "node:net";
import { WebSocket } from "ws";
import type { CapturedRequest } from "../../../src/protocol/captured-request.ts";
import { PING_FRAME, serverFrame, type ServerFrame } from "../../../src/protocol/frames.ts";
import type { RunningServer } from "./server.ts";
import { Changes, within } from "./wait.ts";

export interface Refusal {
  status: number;
  body: string;
}

/** A listener's socket. It waits for frames, never for time to pass. */
export class TestSocket {
  /** All frames except the answers to pings. */
  readonly frames: ServerFrame[] = [];
  #pongs = 0;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #changes = new Changes();

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("message", (data: Buffer) => {
      const frame: unknown = JSON.parse(data.toString());
      serverFrame.parse(frame);
      // Keep the frame as sent: the parsed one lacks names such as `__proto__`.
      if ((frame as ServerFrame).type === "pong") this.#pongs++;
      else this.frames.push(frame as ServerFrame);
      this.#changes.happened();
    });
  }

  /** The captured requests so far, in the order of their frames. */
  get requests(): CapturedRequest[] {
    return this.frames.flatMap((frame) => (frame.type === "new_request" ? [frame.payload] : []));
  }

  /** The sequence number of the newest request so far; 0 before the first. */
  get lastSeq(): number {
    return this.requests.at(-1)?.seq ?? 0;
  }

  /** Waits until the condition is true; it is checked after each frame. */
  async until(isThere: () => boolean, what: string): Promise<void> {
    await this.#changes.until(isThere, () => `${what} among ${this.frames.length} frames`);
  }

  /** Waits for the first `count` captured requests. */
  async take(count: number): Promise<CapturedRequest[]> {
    await this.until(() => this.requests.length >= count, `${count} requests`);
    return this.requests.slice(0, count);
  }

  /** Sends a ping, as every listener does regularly, and waits for the pong. */
  async ping(): Promise<void> {
    const before = this.#pongs;
    this.#socket.send(PING_FRAME);
    await this.until(() => this.#pongs > before, "`pong`");
  }

  /** Sends a close frame, and waits for the server's close frame. */
  async close(): Promise<number> {
    this.#socket.close(1000, "done");
    return within(this.closed, () => "the answer to a close frame");
  }

  /** Ends the connection with a TCP reset, as after a crash. */
  reset(): void {
    const { _socket } = this.#socket as unknown as { _socket: Socket };
    _socket.resetAndDestroy();
  }
}

/**
 * Tries to connect. Resolves with an open socket or the server's refusal. Like every documented
 * client, the socket pings at once: the runtime takes seconds to end one that never sent anything.
 */
export function tryToConnect(
  { port }: RunningServer,
  endpointId: string,
  query: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TestSocket | Refusal> {
  const url = `ws://127.0.0.1:${port}/ws/${endpointId}?${new URLSearchParams(query)}`;
  const socket = new WebSocket(url, { headers });
  // Created before the socket opens, so that no frame is missed.
  const listener = new TestSocket(socket);
  return new Promise((resolve, reject) => {
    socket.once("open", () => {
      socket.send(PING_FRAME);
      resolve(listener);
    });
    socket.on("error", reject);
    socket.once("unexpected-response", (_request, response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      });
    });
  });
}

/** Connects with a key and waits for `connected`. */
export async function connect(
  server: RunningServer,
  endpointId: string,
  key: string,
  query: Record<string, string> = {},
): Promise<TestSocket> {
  const socket = await tryToConnect(server, endpointId, { apikey: key, ...query });
  if (!(socket instanceof TestSocket)) throw new Error(`${socket.status}: ${socket.body}`);
  await socket.until(() => socket.frames[0]?.type === "connected", "`connected`");
  return socket;
}
