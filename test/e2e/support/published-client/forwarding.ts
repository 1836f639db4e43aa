import type { Event } from "./shapes.ts";

/** They belong to the connection it came by. */
const LEFT_OUT = new Set(["host", "content-length"]);

/** `fetch` has no body for them. */
const WITHOUT_BODY = new Set(["GET", "HEAD"]);

/**
 * Sends a webhook to the local target; prints what came of it. The headers go to `fetch` as they
 * are, which throws at `expect`, `keep-alive`, `upgrade` and `transfer-encoding`.
 */
export async function forwardEvent(event: Event, target: URL, keepsPath: boolean): Promise<void> {
  const url = keepsPath ? below(target, event) : new URL(target);
  for (const [name, value] of Object.entries(event.query)) url.searchParams.set(name, value);
  const headers = Object.entries(event.headers).filter(([name]) => !LEFT_OUT.has(name));
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

/** What follows `/h/<id>` in the path, below the target's own. */
function below(target: URL, { path, endpointId }: Event): URL {
  const url = new URL(target);
  url.pathname = url.pathname.replace(/\/$/, "") + path.slice(`/h/${endpointId}`.length);
  return url;
}

/** `fetch` says only that it failed; why stands in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
