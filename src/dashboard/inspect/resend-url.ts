import type { CapturedRequest } from "../../protocol/captured-request.ts";

/**
 * Parses where to send a request: a URL, `localhost:3000/webhooks`, or just a port on the user's
 * machine. Null if the text is none of these.
 */
export function parseResendBase(text: string): URL | null {
  const typed = text.trim();
  // Chromium accepts "a b" as a host, and encodes it as a%20b.
  if (/\s/.test(typed)) return null;
  const target = /^\d+$/.test(typed) ? `localhost:${typed}` : typed;
  // On its own, `localhost:3000` would parse as a URL with the scheme "localhost".
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(target) ? target : `http://${target}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  return url && ["http:", "https:"].includes(url.protocol) ? url : null;
}

/**
 * The URL for sending a captured request to a base, built as the CLI's `forward` does it: the base,
 * the path after `/h/<endpoint id>`, then the query. Joined as text, because a `URL` would resolve
 * and encode parts of the captured target.
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
