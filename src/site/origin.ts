import { html } from "hono/html";
import type { Html } from "./text.ts";

/** The origin of a server with default settings. The worker replaces it with its own. */
const DEFAULT_ORIGIN = "http://127.0.0.1:8787";

/** The origin of the server that serves the page, for commands to paste. */
export function origin(): Html {
  return html`<span data-origin>${DEFAULT_ORIGIN}</span>`;
}
