import { PING_FRAME, serverFrame, type ServerFrame } from "../protocol/frames.ts";
import { SECOND_MS } from "../protocol/time-units.ts";
import { PING_EVERY_BYTES } from "../protocol/unread-limits.ts";
import type { Runtime, Socket } from "./listen-options.ts";

/** Well below the 90 s of silence after which the server may close the connection. */
const PING_INTERVAL_MS = 25 * SECOND_MS;
/** Together with the interval, a dead connection is detected within 45 s. */
const PONG_DEADLINE_MS = 20 * SECOND_MS;
/** The time limit for the handshake and the server's `connected` frame. */
const OPEN_DEADLINE_MS = 15 * SECOND_MS;

/** RFC 6455 7.4.1: the connection ended without a close frame. */
const ABNORMAL_CLOSURE = 1006;

/** How a connection ended. */
export interface LinkEnd {
  code: number;
  /** False if the connection ended before the server's `connected` frame. */
  wasConnected: boolean;
}

/**
 * One connection, from its handshake to its end. The link ends the connection if no frames arrive,
 * because a socket whose peer has disappeared can stay open for a quarter of an hour.
 */
export class Link {
  /** Resolves when the connection has ended, for any reason. Never rejects. */
  readonly ended: Promise<LinkEnd>;
  readonly #socket: Socket;
  readonly #runtime: Runtime;
  readonly #onFrame: (frame: ServerFrame) => void;
  readonly #finish: (end: LinkEnd) => void;
  #wasConnected = false;
  /** How many characters have arrived since they last caused a ping. */
  #received = 0;
  #isOver = false;
  #pinging: unknown;
  #deadline: unknown;

  constructor(url: string, runtime: Runtime, onFrame: (frame: ServerFrame) => void) {
    const { promise, resolve } = Promise.withResolvers<LinkEnd>();
    [this.ended, this.#finish] = [promise, resolve];
    this.#runtime = runtime;
    this.#onFrame = onFrame;
    this.#socket = runtime.connect(url);
    this.#expectFrameWithin(OPEN_DEADLINE_MS);
    this.#socket.addEventListener("open", () => this.#ping());
    this.#socket.addEventListener("message", ({ data }) => this.#receive(data));
    this.#socket.addEventListener("error", () => this.#end(ABNORMAL_CLOSURE));
    this.#socket.addEventListener("close", ({ code }) => this.#end(code));
  }

  close(): void {
    this.#end(1000);
  }

  /** Pings immediately on opening: after a first frame, the server notices a close sooner. */
  #ping(): void {
    if (this.#isOver) return;
    this.#socket.send(PING_FRAME);
    this.#pinging = this.#runtime.setTimeout(() => {
      this.#ping();
      this.#expectFrameWithin(PONG_DEADLINE_MS);
    }, PING_INTERVAL_MS);
  }

  #receive(data: unknown): void {
    if (this.#isOver) return;
    this.#showThatItReads(data);
    const frame = parseFrame(data);
    if (frame?.type === "connected") this.#wasConnected = true;
    // Any frame proves that the peer is alive, but the first one must be `connected`.
    if (this.#wasConnected) this.#runtime.clearTimeout(this.#deadline);
    if (frame) this.#onFrame(frame);
  }

  /** The server sends less, or closes the connection, if it sees no sign that its frames are read. */
  #showThatItReads(data: unknown): void {
    if (typeof data === "string") this.#received += data.length;
    if (this.#received < PING_EVERY_BYTES) return;
    this.#received = 0;
    this.#socket.send(PING_FRAME);
  }

  #expectFrameWithin(ms: number): void {
    this.#runtime.clearTimeout(this.#deadline);
    this.#deadline = this.#runtime.setTimeout(() => this.#end(ABNORMAL_CLOSURE), ms);
  }

  /** Does not wait for the close handshake, which a dead connection never completes. */
  #end(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#runtime.clearTimeout(this.#pinging);
    this.#runtime.clearTimeout(this.#deadline);
    this.#socket.close(1000);
    this.#finish({ code, wasConnected: this.#wasConnected });
  }
}

/** Null for an unknown type, which a newer server may send, or invalid JSON. */
function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  try {
    return serverFrame.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
