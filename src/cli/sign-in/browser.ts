import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** The server sends tokens to these ports only. Source: docs/api.md, "Signing in". */
const FIRST_PORT = 9_876;
const LAST_PORT = 9_886;

export interface BrowserSignIn {
  server: string;
  /** Called with the URL that the user must open. */
  onUrl: (url: string) => void;
  signal: AbortSignal;
}

/**
 * Waits on a loopback port until the browser brings a token.
 * @returns the token
 * @throws Failure if the browser brings an error, every port is in use or `signal` aborts
 */
export async function signInByBrowser({ server, onUrl, signal }: BrowserSignIn): Promise<string> {
  const outcome = Promise.withResolvers<URLSearchParams>();
  const callbackServer = createServer((request, response) =>
    answer(request, response, outcome.resolve),
  );
  try {
    const port = await listenOnFirstFree(callbackServer);
    const callback = encodeURIComponent(`http://127.0.0.1:${port}/callback`);
    onUrl(`${server}/auth/github?cli_callback=${callback}`);
    signal.addEventListener("abort", () => outcome.reject(cancelled()), { once: true });
    return tokenOf(await outcome.promise);
  } finally {
    callbackServer.close();
    callbackServer.closeAllConnections();
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
    ? "You are signed in. You can close this page and return to the terminal."
    : `Sign-in failed: ${escapeHtml(error ?? "no token was received")}.`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
    // The URL of this page contains the token.
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    connection: "close",
  };
  response.writeHead(200, headers).end(`<!doctype html><title>HookNexus</title><p>${sentence}</p>`);
  settle(searchParams);
}

/**
 * Another site's page must not be able to inject its own token, neither with an image or a script
 * nor with a domain name that resolves to this machine. Only a navigation counts.
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
  throw new Failure(`Sign-in failed: ${error ?? "no token was received"}.`, {
    exitCode: EXIT.REFUSED,
    code: error ?? "failed",
    hint: "Run `hooknexus login` to try again.",
  });
}

async function listenOnFirstFree(server: Server): Promise<number> {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    if (await canListen(server, port)) return port;
  }
  throw new Failure(`All ports from ${FIRST_PORT} to ${LAST_PORT} are in use.`, {
    exitCode: EXIT.FAILURE,
    code: "no_port",
    hint: "Run `hooknexus login --device`, which needs no port.",
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

function cancelled(): Failure {
  return new Failure("The sign-in was cancelled.", {
    exitCode: EXIT.INTERRUPTED,
    code: "interrupted",
  });
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens the user's browser if there is one. The URL is printed in any case. */
export function openBrowser(url: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const opening = spawn(command, [...args, url], { detached: true, stdio: "ignore" });
  opening.once("error", () => {});
  opening.unref();
}
