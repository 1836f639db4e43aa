import { connect, type Socket } from "node:net";

const ACCEPTED = "HTTP/1.1 101";

/** A listener that reads nothing after its handshake: thousands of them cost the bench little. */
export class IdleListener {
  readonly #socket: Socket;

  static open(port: number, path: string): Promise<IdleListener> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("connect", () => socket.write(handshake(path))).once("error", reject);
      socket.once("data", (bytes) => {
        const head = bytes.toString("latin1", 0, ACCEPTED.length);
        if (head !== ACCEPTED) return reject(new Error(`A listener was answered: ${bytes}`));
        // What comes from now on is let go of.
        resolve(new IdleListener(socket.resume()));
      });
    });
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Opens listeners, so many at a time; `pathOf` says where the n-th one connects. */
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

/** RFC 6455 4.1; the key needs no secret, for nobody checks the answer to it. */
function handshake(path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    "host: 127.0.0.1",
    "connection: Upgrade",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==",
    "\r\n",
  ].join("\r\n");
}
