import { html } from "hono/html";
import type { Page } from "./page.ts";

/** For somebody who follows a link that leads nowhere. Programs get an error as from any route. */
export function notFoundPage(): Page {
  return {
    title: "Not found",
    content: html`<h1>There is nothing here</h1>
      <p>The address is mistyped, or what was here is gone.</p>
      <a class="button" href="/">Go to HookNexus</a>`,
    status: 404,
  };
}
