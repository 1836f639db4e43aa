import { PING_FRAME, serverFrame, type ServerFrame } from "../protocol/frames.ts";
import type { Socket, Surroundings } from "./listen-options.ts";

/** Well under the 90 s after which the server may give a place away. */
const PING_INTERVAL_MS = 25_000;
/** With the interval, a dead connection is noticed within 45 s. */
const PONG_DEADLINE_MS = 20_000;
/** As long as a handshake may take, the server's `connected` included. */
const OPEN_DEADLINE_MS = 15_000;

/** RFC 6455 7.4.1: no close frame came. */
const ABNORMAL_CLOSURE = 1006;

/** How a connection ended. */
export interface LinkEnd {
  code: number;
  /** Whether the server had said `connected`: what ends before was refused, or never came up. */
  wasConnected: boolean;
}

/**
 * One connection, from its handshake to its end. It believes in the connection only as long as
 * frames come: a socket whose other side is gone stays open for a quarter of an hour.
 */
export class Link {
  /** Resolves once, when the connection is over, whatever ended it. */
  readonly ended: Promise<LinkEnd>;
  readonly #socket: Socket;
  readonly #around: Surroundings;
  readonly #onFrame: (frame: ServerFrame) => void;
  readonly #finish: (end: LinkEnd) => void;
  #wasConnected = false;
  #isOver = false;
  #pinging: unknown;
  #deadline: unknown;

  constructor(url: string, around: Surroundings, onFrame: (frame: ServerFrame) => void) {
    const { promise, resolve } = Promise.withResolvers<LinkEnd>();
    [this.ended, this.#finish] = [promise, resolve];
    this.#around = around;
    this.#onFrame = onFrame;
    this.#socket = around.connect(url);
    this.#expectFrameWithin(OPEN_DEADLINE_MS);
    this.#socket.addEventListener("open", () => this.#ping());
    this.#socket.addEventListener("message", ({ data }) => this.#receive(data));
    this.#socket.addEventListener("error", () => this.#end(ABNORMAL_CLOSURE));
    this.#socket.addEventListener("close", ({ code }) => this.#end(code));
  }

  close(): void {
    this.#end(1000);
  }

  /** The first at once: the server notices a peer's end sooner once it has heard of it. */
  #ping(): void {
    if (this.#isOver) return;
    this.#socket.send(PING_FRAME);
    this.#pinging = this.#around.setTimeout(() => {
      this.#ping();
      this.#expectFrameWithin(PONG_DEADLINE_MS);
    }, PING_INTERVAL_MS);
  }

  #receive(data: unknown): void {
    if (this.#isOver) return;
    const frame = parseFrame(data);
    if (frame?.type === "connected") this.#wasConnected = true;
    // Any frame shows that the other side is there; before `connected` none does.
    if (this.#wasConnected) this.#around.clearTimeout(this.#deadline);
    if (frame) this.#onFrame(frame);
  }

  #expectFrameWithin(ms: number): void {
    this.#around.clearTimeout(this.#deadline);
    this.#deadline = this.#around.setTimeout(() => this.#end(ABNORMAL_CLOSURE), ms);
  }

  /** Does not wait for the close handshake: of a dead connection it never comes. */
  #end(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#around.clearTimeout(this.#pinging);
    this.#around.clearTimeout(this.#deadline);
    this.#socket.close(1000);
    this.#finish({ code, wasConnected: this.#wasConnected });
  }
}

/** Null where it is of a type that this version does not know: a newer server may send such. */
function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  try {
    return serverFrame.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
