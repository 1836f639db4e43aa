import { html } from "hono/html";
import type { Html } from "./text.ts";

/** Where a server is that nobody has configured; the worker puts its own origin in its place. */
const USUAL_ORIGIN = "http://127.0.0.1:8787";

/** The origin of the server that serves the page, as a command names it. */
export function origin(): Html {
  return html`<span data-origin>${USUAL_ORIGIN}</span>`;
}
