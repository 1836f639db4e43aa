import type { CapturedRequest } from "../../protocol/captured-request.ts";

/**
 * Reads where somebody wants a request sent to: an address, `localhost:3000/webhooks` or a mere
 * port of their machine. Null where it is none.
 */
export function parseResendBase(text: string): URL | null {
  const typed = text.trim();
  // Chromium takes "a b" for a host, and writes a%20b.
  if (/\s/.test(typed)) return null;
  const address = /^\d+$/.test(typed) ? `localhost:${typed}` : typed;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  // Of `localhost:3000` the scheme would be "localhost".
  return url && ["http:", "https:"].includes(url.protocol) ? url : null;
}

/**
 * A captured request's address below a base, as the command line's `forward` makes it: what
 * followed `/h/<endpoint id>`, and the query. Put together as text, for a URL would resolve and
 * encode some of what was sent.
 */
export function resendUrl(
  base: URL,
  request: Pick<CapturedRequest, "path" | "rawQuery" | "endpointId">,
): string {
  const rest = request.path.slice(`/h/${request.endpointId}`.length);
  const path = rest === "" ? base.pathname : base.pathname.replace(/\/$/, "") + rest;
  const query = [base.search.slice(1), request.rawQuery].filter((text) => text !== "").join("&");
  return base.origin + path + (query === "" ? "" : `?${query}`);
}
