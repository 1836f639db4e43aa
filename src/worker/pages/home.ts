import { html } from "hono/html";
import type { Html, Page } from "./page.ts";

const FACTS = [
  ["Stored first", "Every byte is on disk before the sender gets its 200. Nothing is lost."],
  ["Live", "New webhooks are pushed to the dashboard, your terminal and your own scripts."],
  [
    "Exact",
    "Bodies are kept byte for byte, so signatures stay valid. View them raw, as a tree or as hex.",
  ],
  ["Replay", "Resend a webhook to your laptop as often as you need."],
] as const;

/** Sample requests for the picture. */
const ARRIVALS = [
  ["POST", "/h/…/stripe", "13 B", "now"],
  ["POST", "/h/…/github?event=push", "7.2 KiB", "4 s ago"],
  ["PUT", "/h/…/inventory/sku-1042", "312 B", "1 min ago"],
  ["POST", "/h/…/shopify/orders", "3.1 KiB", "6 min ago"],
] as const;

/** The home page for visitors who are not signed in. */
export function homePage(details: { publicUrl: string; isLocal: boolean }): Page {
  return {
    title: "Webhook inbox",
    layout: "home",
    content: html`<section class="hero">
        <div>
          <h1>See every webhook. Lose none.</h1>
          <p>
            HookNexus gives you a URL that accepts any HTTP request, stores it byte for byte and
            shows it immediately. Search it, inspect it, and forward it to the code you are writing.
          </p>
          <div class="ways">
            <form method="get" action="/sign-in"><button>Sign in</button></form>
            <a class="button second" href="/docs">Read the docs</a>
          </div>
          ${details.isLocal ? local() : ""}
        </div>
        ${picture(details.publicUrl)}
      </section>
      <section class="facts" aria-label="Features">
        ${FACTS.map(
          ([title, text]) =>
            html`<div>
              <h2>${title}</h2>
              <p>${text}</p>
            </div>`,
        )}
      </section>`,
  };
}

function local(): Html {
  return html`<p class="local">
    This server runs locally. Sign in with any email address; the code is printed in the terminal
    running <code>npm start</code>.
  </p>`;
}

function picture(publicUrl: string): Html {
  return html`<figure class="shot" aria-label="A webhook is sent, stored and shown">
    <pre><span class="prompt">$</span> curl -d '{"paid":true}' ${publicUrl}/h/…/stripe
<span class="reply">{"received":true,"id":"00000004-28e4-…"}</span></pre>
    <ol class="arrivals">
      ${ARRIVALS.map(
        ([method, path, size, when], at) =>
          html`<li ${at === 0 ? html`class="new"` : ""}>
            <span><span class="method ${method.toLowerCase()}">${method}</span></span>
            <code class="path">${path}</code>
            <span class="quiet size">${size}</span>
            <span class="quiet">${when}</span>
          </li>`,
      )}
    </ol>
  </figure>`;
}
