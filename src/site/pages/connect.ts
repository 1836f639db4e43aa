import { html } from "hono/html";
import { PING_FRAME } from "../../protocol/frames.ts";
import { origin } from "../origin.ts";
import type { SitePage } from "../page.ts";
import { sample } from "../samples.ts";
import type { Html } from "../text.ts";

/** One way to listen: what to install and run, and the whole program. */
interface Way {
  id: string;
  name: string;
  words: Html;
  /** What is typed, after the settings. */
  run: string;
  program: Html;
}

const WAYS: Way[] = [
  {
    id: "node",
    name: "Node",
    words: html`Node 20 or newer, with the package <code>ws</code>.`,
    run: "npm install ws\nnode listener.mjs",
    program: sample("listener.mjs", "javascript"),
  },
  {
    id: "python",
    name: "Python",
    words: html`Python 3.9 or newer, with the package <code>websockets</code>.`,
    run: "pip install websockets\npython listener.py",
    program: sample("listener.py", "python"),
  },
  {
    id: "go",
    name: "Go",
    words: html`Go 1.19 or newer, with <code>github.com/gorilla/websocket</code>.`,
    run: "go mod init listener && go get github.com/gorilla/websocket\ngo run listener.go",
    program: sample("listener.go", "go"),
  },
  {
    id: "shell",
    name: "curl and websocat",
    words: html`Bash with <code>curl</code>, <code>jq</code> and <code>websocat</code> 1. curl asks
      whether the key will do, websocat listens.`,
    run: "bash listener.sh",
    program: sample("listener.sh", "bash"),
  },
];

const BROWSER_WAY = html`<h2 id="browser">A browser page</h2>
  <p>
    A page anywhere may connect with a key, also one that you open from a file. Whoever can read the
    page can read the key in it: give it a key made for this one endpoint, and keep the page to
    yourself. Enter <code>${origin()}</code> as the server.
  </p>
  ${sample("listener.html", "xml")}`;

export function connectPage(): SitePage {
  return {
    address: "/docs/connect",
    title: "Connect",
    description: "Whole programs that listen for webhooks, reconnect, and miss nothing.",
    layout: "prose",
    places: html`<a href="#settings">Before you start</a>
      ${WAYS.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}
      <a href="#browser">A browser page</a> <a href="#terminal">The command line</a>
      <a href="#rules">What a listener does</a>`,
    content: html`<h1>Connect</h1>
      <p class="lead">
        Each program below is whole: it listens with an API key, stays alive, comes back after a
        break, and gets what it missed. A click on a sample selects all of it.
      </p>
      ${SETTINGS} ${WAYS.map(section)} ${BROWSER_WAY} ${TERMINAL} ${RULES}`,
  };
}

const SETTINGS = html`<h2 id="settings">Before you start</h2>
  <p>
    Make a key in the dashboard under Settings, API keys. The programs read these three from the
    environment:
  </p>
  <pre>
export HOOKNEXUS_API_URL=${origin()}
export ENDPOINT_ID=… HOOKNEXUS_API_KEY=hnx_…</pre>`;

function section({ id, name, words, run, program }: Way): Html {
  return html`<h2 id="${id}">${name}</h2>
    <p>${words}</p>
    <pre>${run}</pre>
    ${program}`;
}

const TERMINAL = html`<h2 id="terminal">The command line</h2>
  <p>To look, or to send each request on to a server of yours, there is nothing to write:</p>
  <pre>
hooknexus listen --json
hooknexus forward --to http://localhost:3000/webhooks</pre>
  <p>
    Both take the key from the environment, wait for a server that is down, and go on in order.
  </p>`;

const RULES = html`<h2 id="rules">What a listener does</h2>
  <ul class="notes">
    <li>
      <strong>It pings.</strong> It sends exactly <code>${PING_FRAME}</code> at once and every 25 to
      30 s. Such a ping is answered without waking anything.
    </li>
    <li>
      <strong>It remembers the last <code>seq</code></strong> that it has handled, and connects with
      <code>since</code>. To survive its own restart, it keeps that number in a file.
    </li>
    <li>
      <strong>It reads a <code>gap</code> over HTTP.</strong> Where more was missed than the socket
      brings, the rest is at <code>/api/endpoints/…/requests?after=…</code>.
    </li>
    <li>
      <strong>It comes back, but not at once.</strong> It waits a random time, up to twice as long
      after each failure and 30 s at most.
    </li>
    <li>
      <strong>It knows when to stop.</strong> A handshake refused with 400, 401, 404 or 410 and the
      close codes 1000, 4401, 4403 and 4404 are final. The rest of them is in the
      <a href="/docs/api#listen">reference</a>.
    </li>
    <li><strong>It ignores types of frames that it does not know.</strong></li>
  </ul>`;
