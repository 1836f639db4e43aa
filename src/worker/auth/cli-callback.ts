// The published client listens on the first free port in this range.
const FIRST_PORT = 9_876;
const LAST_PORT = 9_886;

/**
 * Parses the loopback URL where the CLI waits for its token. Null if the URL is not on the loopback
 * interface or not on a port that the CLI uses, because a token sent there would leak.
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

/** Why a sign-in failed. The CLI renders the reason as raw HTML, so send only these fixed ones. */
export type CliError = "access_denied" | "github_failed";

export function withToken(callback: URL, token: string): string {
  return `${callback.href}?token=${encodeURIComponent(token)}`;
}

export function withError(callback: URL, error: CliError): string {
  return `${callback.href}?error=${error}`;
}
