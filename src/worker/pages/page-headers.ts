/** What each page is sent with, whoever makes it; the policy as one directive an item. */
export function pageHeaders(policy: string[], cacheControl: string): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "cache-control": cacheControl,
    // Under "no-referrer" a browser sends `Origin: null` along with a form (Fetch 3.2, "append a
    // request `Origin` header"), and we would refuse the forms of our own pages.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  };
}
