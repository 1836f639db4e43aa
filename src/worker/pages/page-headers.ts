/** The headers of every HTML page. `policy` lists the directives of its Content-Security-Policy. */
export function pageHeaders(policy: string[], cacheControl: string): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "cache-control": cacheControl,
    // With "no-referrer", browsers would send `Origin: null` with a form (Fetch 3.2, "append a
    // request `Origin` header"), and we would refuse the forms of our own pages.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  };
}
