import { html } from "hono/html";
import { origin } from "../origin.ts";
import type { SitePage } from "../page.ts";

export function quickStartPage(): SitePage {
  return {
    path: "/docs",
    title: "Quick start",
    description: "Receive your first webhook and inspect it, in four steps.",
    layout: "prose",
    contents: html`<a href="#endpoint">Create an endpoint</a> <a href="#send">Send a webhook</a>
      <a href="#inspect">Inspect the request</a> <a href="#listen">Listen from your program</a>
      <a href="#guarantees">Guarantees</a>`,
    content: html`<h1>Quick start</h1>
      <p class="lead">
        A webhook inbox gives you a URL. Each request to it is stored, and immediately pushed to
        everything that listens: the dashboard, the command line and your own programs.
      </p>
      ${STEPS} ${GUARANTEES}`,
  };
}

const STEPS = html`<h2 id="endpoint">1. Create an endpoint</h2>
  <p>
    <a href="/sign-in">Sign in</a> and choose “New endpoint”. You get a URL that ends in the
    endpoint's id. Anyone who knows the URL can send requests to it, but only you can read them.
  </p>
  <p>
    You can also create an endpoint from a terminal. The commands on this page use these variables.
    To get an account token, <a href="/docs/api#enterCode">sign in with a code</a>.
  </p>
  <pre>export URL=${origin()} TOKEN=hnt_… ENDPOINT_ID=…</pre>
  <pre>curl -X POST -H "Authorization: Bearer $TOKEN" "$URL/api/endpoints"</pre>
  <h2 id="send">2. Send a webhook</h2>
  <p>Enter the URL at the service that sends you webhooks, or send one yourself:</p>
  <pre>
curl -d '{"paid":true}' -H 'Content-Type: application/json' \\
  "$URL/h/$ENDPOINT_ID/orders?test=1"</pre>
  <p>
    Any method, any path below the URL and any body is accepted. The response is sent after the
    request is durably stored:
  </p>
  <pre>{"received":true,"id":"00000001-28e4-4d5e-8f10-aa0c7b7d1c55","timestamp":1795539601344}</pre>
  <h2 id="inspect">3. Inspect the request</h2>
  <p>
    The request is already in the <a href="/">dashboard</a>, with its headers, its query and its
    exact body. You can also list requests over HTTP, newest first:
  </p>
  <pre>curl -H "Authorization: Bearer $TOKEN" "$URL/api/endpoints/$ENDPOINT_ID/requests"</pre>
  <p>
    The command line shows requests as they arrive, or forwards them to a server on your machine. In
    a checkout of HookNexus, type <code>npm run -s hooknexus --</code> instead of
    <code>hooknexus</code>.
  </p>
  <pre>
hooknexus login --url ${origin()}
hooknexus listen
hooknexus forward --to http://localhost:3000/webhooks</pre>
  <h2 id="listen">4. Listen from your program</h2>
  <p>
    Create an API key in the dashboard under Settings, API keys. A program with this key opens a
    WebSocket and receives each request as it arrives. <a href="/docs/connect">Connect</a> has
    complete programs for Node, Python, Go, the shell and a web page.
  </p>`;

const GUARANTEES = html`<h2 id="guarantees">Guarantees</h2>
  <ul class="notes">
    <li>
      <strong>Acknowledged requests are never lost.</strong> The sender gets its 200 after the
      request is durably stored, not before.
    </li>
    <li>
      <strong>Listeners miss nothing.</strong> Requests are numbered 1, 2, 3 and so on. A listener
      that reconnects with <code>since</code> first receives what it missed, in order, then live
      requests.
    </li>
    <li>
      <strong>Bodies stay exact.</strong> Every byte is kept, so signatures over the body remain
      valid.
    </li>
    <li>
      <strong>Revoked keys are shut out.</strong> When a revoke returns 200, all connections of the
      key are closed and it can't open new ones.
    </li>
  </ul>
  <p>
    The <a href="/docs/api">API reference</a> lists every route, field and error. Sizes and counts
    are in <a href="/docs/limits">Limits</a>.
  </p>`;
