import { html } from "hono/html";
import type { Html, Page } from "./page.ts";

const FACTS = [
  ["Stored first", "Every byte is on disk before the sender gets its 200. Nothing is lost."],
  ["There at once", "New webhooks are pushed to the page, your terminal and your own scripts."],
  [
    "Exact",
    "Bodies as they were sent, to the byte, so that signatures hold: raw, as a tree, or as hex.",
  ],
  ["Sent again", "Replay a webhook to your laptop, however often the code needs it."],
] as const;

/** Webhooks as they may arrive: a picture made of text. */
const ARRIVALS = [
  ["POST", "/h/…/stripe", "13 B", "now"],
  ["POST", "/h/…/github?event=push", "7.2 KiB", "4 s ago"],
  ["PUT", "/h/…/inventory/sku-1042", "312 B", "1 min ago"],
  ["POST", "/h/…/shopify/orders", "3.1 KiB", "6 min ago"],
] as const;

/** What this is, for who is not signed in. */
export function homePage(details: { publicUrl: string; isLocal: boolean }): Page {
  return {
    title: "Webhook inbox",
    layout: "home",
    content: html`<section class="hero">
        <div>
          <h1>See every webhook, and lose none.</h1>
          <p>
            HookNexus gives you an address that takes whatever is sent to it, keeps it to the byte,
            and shows it in the same moment. Search it, understand it, and send it on to the code
            that you are writing.
          </p>
          <div class="ways">
            <form method="get" action="/sign-in"><button>Sign in</button></form>
            <a class="button second" href="/docs">Read the docs</a>
          </div>
          ${details.isLocal ? local() : ""}
        </div>
        ${picture(details.publicUrl)}
      </section>
      <section class="facts" aria-label="What it does">
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
    This server is your own: sign in with any address, and the code is printed where it was started.
  </p>`;
}

function picture(publicUrl: string): Html {
  return html`<figure class="shot" aria-label="A webhook is sent, answered and shown">
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
