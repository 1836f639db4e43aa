import { connect, type Socket } from "node:net";

const ACCEPTED = "HTTP/1.1 101";

/** A listener that ignores everything after its handshake, so that thousands of them are cheap. */
export class IdleListener {
  readonly #socket: Socket;

  static open(port: number, path: string): Promise<IdleListener> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("connect", () => socket.write(handshake(path))).once("error", reject);
      socket.once("data", (bytes) => {
        const head = bytes.toString("latin1", 0, ACCEPTED.length);
        if (head !== ACCEPTED) return reject(new Error(`A listener was refused: ${bytes}`));
        // `resume` discards everything that arrives from now on.
        resolve(new IdleListener(socket.resume()));
      });
    });
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** From now on, frames fill the buffers of both machines and then stay in the server. */
  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Opens `count` listeners, `atOnce` at a time. `pathOf` returns the path of the n-th one. */
export async function openIdle(
  port: number,
  count: number,
  atOnce: number,
  pathOf: (index: number) => string,
): Promise<IdleListener[]> {
  const listeners: IdleListener[] = [];
  let next = 0;
  const openSome = async () => {
    while (next < count) listeners.push(await IdleListener.open(port, pathOf(next++)));
  };
  await Promise.all(Array.from({ length: atOnce }, openSome));
  return listeners;
}

/** RFC 6455, section 4.1. The key may be constant, because nobody checks the server's answer to it. */
function handshake(path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    "host: 127.0.0.1",
    "connection: Upgrade",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==",
    "sec-websocket-extensions: permessage-deflate; client_max_window_bits",
    "\r\n",
  ].join("\r\n");
}
