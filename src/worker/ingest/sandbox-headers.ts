/*
 * A response from /h has the dashboard's origin, but an endpoint's owner may have written it. A
 * browser must neither run it as one of our pages nor sniff it as a script. These headers override
 * the owner's.
 */
export const SANDBOX_HEADERS = {
  "access-control-allow-origin": "*",
  "content-security-policy": "sandbox",
  "x-content-type-options": "nosniff",
};

/** The sandbox headers, plus the permissions that a CORS preflight asks for. */
export function sandboxHeaders(request: Request): Record<string, string> {
  if (request.method !== "OPTIONS") return SANDBOX_HEADERS;
  return { ...SANDBOX_HEADERS, ...preflightHeaders(request) };
}

/** Makes a response harmless in a browser, but readable from any origin. */
export function withSandboxHeaders(response: Response, request: Request): Response {
  for (const [name, value] of Object.entries(sandboxHeaders(request))) {
    response.headers.set(name, value);
  }
  // The owner may allow caching, to imitate the real receiver.
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
}

/** Grants everything that a preflight asks for, because any page may send webhooks. */
function preflightHeaders({ headers }: Request): Record<string, string> {
  const method = headers.get("access-control-request-method");
  if (method === null) return {};
  return {
    "access-control-allow-methods": method,
    "access-control-allow-headers": headers.get("access-control-request-headers") ?? "*",
    "access-control-max-age": "7200",
  };
}
