import { createServer, type Server } from "node:http";
import type { Call } from "./call.ts";

/** The ports to try, in this order. The server sends tokens to these only. */
const FIRST_PORT = 9_876;
const LAST_PORT = 9_886;

interface Outcome {
  token: string | null;
  error: string | null;
}

/** Waits for the browser to bring a token and prints it. The real client writes it to a file. */
export async function logIn({ settings }: Call): Promise<number> {
  const outcome = Promise.withResolvers<Outcome>();
  const server = callbackServer(outcome.resolve);
  const port = await listenOnFirstFree(server);
  const callback = `http://127.0.0.1:${port}/callback`;
  console.log(`Open ${settings.apiUrl}/auth/github?cli_callback=${encodeURIComponent(callback)}`);
  const { token, error } = await outcome.promise;
  server.close();
  console.log(token === null ? `Sign-in failed: ${error}` : `Signed in. HOOKNEXUS_TOKEN=${token}`);
  return token === null ? 1 : 0;
}

function callbackServer(settle: (outcome: Outcome) => void): Server {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname !== "/callback") return void response.writeHead(404).end();
    const [token, error] = [searchParams.get("token"), searchParams.get("error")];
    // Unescaped, as in the published client: whoever controls the text can run a script here.
    const page = token === null ? `<p>Sign-in failed: ${error}</p>` : "<p>You are signed in.</p>";
    response.writeHead(200, { "content-type": "text/html", connection: "close" }).end(page);
    settle({ token, error });
  });
}

async function listenOnFirstFree(server: Server): Promise<number> {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    if (await canListen(server, port)) return port;
  }
  throw new Error(`All ports from ${FIRST_PORT} to ${LAST_PORT} are in use.`);
}

function canListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const refused = () => resolve(false);
    server.once("error", refused).listen(port, "127.0.0.1", () => {
      server.off("error", refused);
      resolve(true);
    });
  });
}
