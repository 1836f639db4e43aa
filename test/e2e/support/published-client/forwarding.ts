import type { Event } from "./shapes.ts";

/** Headers that belong to the sender's connection. */
const OMITTED_HEADERS = new Set(["host", "content-length"]);

/** `fetch` refuses a body for these methods. */
const WITHOUT_BODY = new Set(["GET", "HEAD"]);

/**
 * Sends a webhook to the local target and prints the result. Passes the headers to `fetch` unchanged,
 * which throws on `expect`, `keep-alive`, `upgrade` and `transfer-encoding`.
 */
export async function forwardEvent(event: Event, target: URL, keepsPath: boolean): Promise<void> {
  const url = keepsPath ? below(target, event) : new URL(target);
  for (const [name, value] of Object.entries(event.query)) url.searchParams.set(name, value);
  const headers = Object.entries(event.headers).filter(([name]) => !OMITTED_HEADERS.has(name));
  const hasBody = event.body !== "" && !WITHOUT_BODY.has(event.method);
  const body = hasBody ? event.body : null;
  try {
    const response = await fetch(url, { method: event.method, headers, body, redirect: "manual" });
    await response.arrayBuffer();
    console.log(`${event.method} ${url.pathname}${url.search} -> ${response.status}`);
  } catch (error) {
    console.error(`${event.method} ${url.pathname} failed: ${reasonOf(error)}`);
  }
}

/** The target's URL, extended by the path that follows `/h/<id>`. */
function below(target: URL, { path, endpointId }: Event): URL {
  const url = new URL(target);
  url.pathname = url.pathname.replace(/\/$/, "") + path.slice(`/h/${endpointId}`.length);
  return url;
}

/** The error of `fetch` has the reason in its `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
