// The published client listens on the first of these ports that is free.
const FIRST_PORT = 9_876;
const LAST_PORT = 9_886;

/**
 * The URL at which the command line waits for its token; null unless it is on the user's loopback
 * interface and a port that the client uses. A token sent anywhere else would leak.
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

/** The reasons why a sign-in failed. The client prints them as raw HTML, so only these are sent. */
export type CliError = "access_denied" | "github_failed";

export function withToken(callback: URL, token: string): string {
  return `${callback.href}?token=${encodeURIComponent(token)}`;
}

export function withError(callback: URL, error: CliError): string {
  return `${callback.href}?error=${error}`;
}
