import { createServer } from "node:net";

/**
 * A port that nobody listens on, at random of `count` from `first` on.
 *
 * Stay below the range that systems give to outgoing connections and to whoever asks for any port
 * (32768 and up on Linux): one of those may be taken in the seconds between its choice and its use.
 */
export async function freePortFrom(first: number, count: number): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
