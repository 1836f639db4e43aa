/*
 * What /h answers comes from the dashboard's own origin, and its owner may have set what it says.
 * No browser may take it for a page of ours that runs anything, nor sniff a script out of it.
 * These win over whatever was set.
 */
export const HARMLESS_HEADERS = {
  "access-control-allow-origin": "*",
  "content-security-policy": "sandbox",
  "x-content-type-options": "nosniff",
};

/** Those headers and, where a page asks leave to send, the leave. */
export function harmlessHeaders(request: Request): Record<string, string> {
  if (request.method !== "OPTIONS") return HARMLESS_HEADERS;
  return { ...HARMLESS_HEADERS, ...preflightHeaders(request) };
}

/** The response with what makes it harmless in a browser, and readable for a page anywhere. */
export function harmless(response: Response, request: Request): Response {
  for (const [name, value] of Object.entries(harmlessHeaders(request))) {
    response.headers.set(name, value);
  }
  // Unless its owner says otherwise, for that is then how the receiver would be.
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
}

/** A page anywhere may send webhooks: whatever it asks leave for, it gets. */
function preflightHeaders({ headers }: Request): Record<string, string> {
  const method = headers.get("access-control-request-method");
  if (method === null) return {};
  return {
    "access-control-allow-methods": method,
    "access-control-allow-headers": headers.get("access-control-request-headers") ?? "*",
    "access-control-max-age": "7200",
  };
}
