import { html } from "hono/html";
import type { Page } from "./page.ts";

export function homePage(publicUrl: string): Page {
  return {
    title: "Webhook inbox",
    content: html`<h1>The server is running</h1>
      <p>
        Send a webhook to <strong>/h/&lt;endpoint&gt;</strong>, listen on
        <strong>/ws/&lt;endpoint&gt;</strong>, read what came by the API.
      </p>
      <code>curl -d 'hello' ${publicUrl}/h/&lt;endpoint&gt;</code>
      <p></p>
      <form method="get" action="/sign-in"><button>Sign in</button></form>
      <p></p>
      <a class="button second" href="/docs">Documentation</a>`,
  };
}
