import { MAX_WAIT_MS } from "./eventually.ts";
import { call } from "./world.ts";

export interface Frame {
  type: string;
  timestamp: number;
  payload: Record<string, unknown>;
}

/** A listener's socket. Waits for frames, never for a fixed time. */
export class TestListener {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  #onFrame: () => void = () => {};

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.addEventListener("close", ({ code }) => resolve(code));
    });
    socket.addEventListener("message", ({ data }) => {
      this.frames.push(JSON.parse(String(data)) as Frame);
      this.#onFrame();
    });
    socket.accept();
  }

  /** Resolves to the first `count` frames as soon as they have arrived. */
  async take(count: number): Promise<Frame[]> {
    const arrived = new Promise<void>((resolve) => {
      this.#onFrame = () => this.frames.length >= count && resolve();
      this.#onFrame();
    });
    await within(arrived, () => `${count} frames, of which ${this.frames.length} arrived`);
    return this.frames.slice(0, count);
  }

  /** Resolves to the close code. */
  closeCode(): Promise<number> {
    return within(this.closed, () => "a close");
  }

  close(): void {
    this.socket.close(1000, "done");
  }
}

/** Requests an upgrade of `/ws/…`. The reply is a 101 or a refusal. */
export function upgrade(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return call(path, { headers: { upgrade: "websocket", ...headers } });
}

/** Connects with a key and waits for `connected`. */
export async function connect(
  endpointId: string,
  key: string,
  query: Record<string, string> = {},
): Promise<TestListener> {
  const search = new URLSearchParams({ apikey: key, ...query });
  return accepted(await upgrade(`/ws/${endpointId}?${search}`));
}

/** The listener of an upgrade that must have succeeded. */
export async function accepted(response: Response): Promise<TestListener> {
  if (!response.webSocket) throw new Error(`${response.status}: ${await response.text()}`);
  const listener = new TestListener(response.webSocket);
  await listener.take(1);
  return listener;
}

async function within<Value>(promise: Promise<Value>, what: () => string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Timed out waiting for ${what()}.`)), MAX_WAIT_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
