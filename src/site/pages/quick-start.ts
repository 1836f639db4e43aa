import { html } from "hono/html";
import { origin } from "../origin.ts";
import type { SitePage } from "../page.ts";

export function quickStartPage(): SitePage {
  return {
    address: "/docs",
    title: "Quick start",
    description: "From nothing to a webhook that you have received and looked at.",
    layout: "prose",
    places: html`<a href="#endpoint">Get an address</a> <a href="#send">Send a webhook</a>
      <a href="#look">Look at it</a> <a href="#listen">Listen from a program</a>
      <a href="#promises">What you may rely on</a>`,
    content: html`<h1>Quick start</h1>
      <p class="lead">
        A webhook inbox gives you an address. Whatever is sent there is stored and, in the same
        moment, pushed to everyone who listens: the dashboard, a command line, your own program.
      </p>
      ${STEPS} ${PROMISES}`,
  };
}

const STEPS = html`<h2 id="endpoint">1. Get an address</h2>
  <p>
    <a href="/sign-in">Sign in</a>, and choose “New endpoint”. Its address ends in its id; whoever
    knows it can send to it, and nobody can read from it without your leave.
  </p>
  <p>
    From a terminal it is one call. The commands on this page read these variables; the account
    token comes from <a href="/docs/api#enterCode">signing in by a mailed code</a>:
  </p>
  <pre>export URL=${origin()} TOKEN=hnt_… ENDPOINT_ID=…</pre>
  <pre>curl -X POST -H "Authorization: Bearer $TOKEN" "$URL/api/endpoints"</pre>
  <h2 id="send">2. Send a webhook</h2>
  <p>Give the address to the service that calls you, or try it yourself:</p>
  <pre>
curl -d '{"paid":true}' -H 'Content-Type: application/json' \\
  "$URL/h/$ENDPOINT_ID/orders?test=1"</pre>
  <p>
    Any method, any path below the address and any bytes will do. The answer comes once the request
    is stored for good:
  </p>
  <pre>{"received":true,"id":"00000001-28e4-4d5e-8f10-aa0c7b7d1c55","timestamp":1795539601344}</pre>
  <h2 id="look">3. Look at it</h2>
  <p>
    It is in the <a href="/">dashboard</a> already, with its headers, its query and its body to the
    byte. The same over HTTP, newest first:
  </p>
  <pre>curl -H "Authorization: Bearer $TOKEN" "$URL/api/endpoints/$ENDPOINT_ID/requests"</pre>
  <p>Or in a terminal, as it comes, and on to a server on your own machine:</p>
  <pre>
hooknexus login --url ${origin()}
hooknexus listen
hooknexus forward --to http://localhost:3000/webhooks</pre>
  <h2 id="listen">4. Listen from a program</h2>
  <p>
    Make an API key in the dashboard under Settings; it is shown once. A program with that key opens
    a WebSocket and gets each request as it comes. Whole programs that reconnect and miss nothing,
    for Node, Python, Go, a shell and a browser page: <a href="/docs/connect">Connect</a>.
  </p>`;

const PROMISES = html`<h2 id="promises">What you may rely on</h2>
  <ul class="notes">
    <li>
      <strong>Nothing acknowledged is ever lost.</strong> The sender's 200 leaves after the request
      is durable, not before.
    </li>
    <li>
      <strong>A listener that comes back misses nothing.</strong> Requests are numbered 1, 2, 3…;
      connect with <code>since</code> and the rest comes first, in order, then live traffic.
    </li>
    <li>
      <strong>Bytes stay exact.</strong> A signature over the body still verifies, for any bytes.
    </li>
    <li>
      <strong>A revoked key is out.</strong> When the revoke answers 200, no socket of that key is
      open anywhere, and none can be opened.
    </li>
  </ul>
  <p>
    Every route, field and error is in the <a href="/docs/api">API reference</a>; how much of
    everything there may be, in <a href="/docs/limits">Limits</a>.
  </p>`;
