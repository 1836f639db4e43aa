import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** The server sends a token to no other port. Source: docs/api.md, "Signing in". */
const FIRST_PORT = 9_876;
const LAST_PORT = 9_886;

export interface BrowserSignIn {
  server: string;
  /** Is told where the person has to go. */
  onAddress: (address: string) => void;
  signal: AbortSignal;
}

/**
 * Waits on this machine's loopback for the browser to bring a token.
 * @throws Failure where it brings an error, or nothing can be waited on
 */
export async function signInByBrowser({
  server,
  onAddress,
  signal,
}: BrowserSignIn): Promise<string> {
  const outcome = Promise.withResolvers<URLSearchParams>();
  const waiting = createServer((request, response) => answer(request, response, outcome.resolve));
  try {
    const port = await listenOnFirstFree(waiting);
    const callback = encodeURIComponent(`http://127.0.0.1:${port}/callback`);
    onAddress(`${server}/auth/github?cli_callback=${callback}`);
    signal.addEventListener("abort", () => outcome.reject(interrupted()), { once: true });
    return tokenOf(await outcome.promise);
  } finally {
    waiting.close();
    waiting.closeAllConnections();
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  settle: (query: URLSearchParams) => void,
): void {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  if (pathname !== "/callback" || !isNavigation(request)) {
    return void response.writeHead(404, { connection: "close" }).end();
  }
  const error = searchParams.get("error");
  const isSignedIn = error === null && searchParams.has("token");
  const sentence = isSignedIn
    ? "You are signed in. Close this page and go back to the terminal."
    : `You are not signed in: ${escapeHtml(error ?? "there is no token")}.`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
    // The address of this page has the token in it.
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    connection: "close",
  };
  response.writeHead(200, headers).end(`<!doctype html><title>HookNexus</title><p>${sentence}</p>`);
  settle(searchParams);
}

/**
 * A page elsewhere must not slip its own token in by an image or a script, nor by a name that it
 * lets point here: only a browser that was led here counts.
 */
function isNavigation({ headers, method }: IncomingMessage): boolean {
  const destination = headers["sec-fetch-dest"] ?? "document";
  const isOurs = /^(127\.0\.0\.1|localhost):\d+$/.test(headers.host ?? "");
  return method === "GET" && isOurs && destination === "document";
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => HTML[character] ?? "");
}

function tokenOf(query: URLSearchParams): string {
  const [error, token] = [query.get("error"), query.get("token")];
  if (error === null && token) return token;
  throw new Failure(`The sign-in failed: ${error ?? "no token came"}.`, {
    exitCode: EXIT.REFUSED,
    code: error ?? "failed",
    hint: "Type `hooknexus login` to try again.",
  });
}

async function listenOnFirstFree(server: Server): Promise<number> {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    if (await canListen(server, port)) return port;
  }
  throw new Failure(`Every port from ${FIRST_PORT} to ${LAST_PORT} is taken.`, {
    exitCode: EXIT.FAILURE,
    code: "no_port",
    hint: "Type `hooknexus login --device`, which needs none.",
  });
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

function interrupted(): Failure {
  return new Failure("Nobody signed in.", { exitCode: EXIT.INTERRUPTED, code: "interrupted" });
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens the person's browser, where there is one; the address is printed in any case. */
export function openBrowser(address: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const opening = spawn(command, [...args, address], { detached: true, stdio: "ignore" });
  opening.once("error", () => {});
  opening.unref();
}
