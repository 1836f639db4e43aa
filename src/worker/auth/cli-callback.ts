// The published client listens on the first free port of these.
const FIRST_PORT = 9_876;
const LAST_PORT = 9_886;

/**
 * Where the command line waits for its token, or null where that is anything but this machine's
 * loopback on the ports it uses: a token sent elsewhere is a token given away.
 */
export function parseCliCallback(text: string | undefined): URL | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const url = new URL(text);
  const port = Number(url.port);
  const isLoopback = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  const isPort = port >= FIRST_PORT && port <= LAST_PORT;
  const isPlain = url.href === `http://${url.hostname}:${port}/callback`;
  return isLoopback && isPort && isPlain ? url : null;
}

/** Why a sign-in failed. The client prints it as raw HTML, so nothing but these is ever sent. */
export type CliError = "access_denied" | "github_failed";

export function withToken(callback: URL, token: string): string {
  return `${callback.href}?token=${encodeURIComponent(token)}`;
}

export function withError(callback: URL, error: CliError): string {
  return `${callback.href}?error=${error}`;
}
