import { html } from "hono/html";
import type { Page } from "./page.ts";

/** The 404 page for browsers. Programs get a JSON error. */
export function notFoundPage(): Page {
  return {
    title: "Not found",
    content: html`<h1>Page not found</h1>
      <p>The URL is mistyped, or the page no longer exists.</p>
      <a class="button" href="/">Go to HookNexus</a>`,
    status: 404,
  };
}
