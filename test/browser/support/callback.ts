import { once } from "node:events";
import { createServer } from "node:http";

/** The ports that a command line may wait on. */
const FIRST_PORT = 9_876;
const LAST_PORT = 9_886;

/** A command line that waits for a browser to bring it a token. */
export interface Callback {
  url: string;
  /** What came so far. */
  tokens: string[];
  stop(): void;
}

export async function startCallback(): Promise<Callback> {
  const tokens: string[] = [];
  const server = createServer(({ url = "/" }, response) => {
    const token = new URL(url, "http://127.0.0.1").searchParams.get("token");
    if (token !== null) tokens.push(token);
    response.writeHead(200, { "content-type": "text/plain", connection: "close" }).end("Done.");
  });
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    server.listen(port, "127.0.0.1");
    // The other of the two means that somebody else has it: the next one, then.
    const isMine = await Promise.race([
      once(server, "listening").then(() => true),
      once(server, "error").then(() => false),
    ]).catch(() => false);
    if (isMine)
      return { url: `http://127.0.0.1:${port}/callback`, tokens, stop: () => server.close() };
  }
  throw new Error(`Every port from ${FIRST_PORT} to ${LAST_PORT} is taken.`);
}
