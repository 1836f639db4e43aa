import { html } from "hono/html";
import { MAX_INLINE_BODY_BYTES } from "../../protocol/captured-request.ts";
import { PING_FRAME } from "../../protocol/frames.ts";
import { formatBytes } from "../../protocol/plan-table.ts";
import { origin } from "../origin.ts";
import type { SitePage } from "../page.ts";
import { sample } from "../samples.ts";
import type { Html } from "../text.ts";

/** A complete program that listens, with its requirements. */
interface Listener {
  id: string;
  name: string;
  requirements: Html;
  /** The commands that install and start it. */
  run: string;
  program: Html;
}

const LISTENERS: Listener[] = [
  {
    id: "node",
    name: "Node",
    requirements: html`Node 20 or newer and the package <code>ws</code>.`,
    run: "npm install ws\nnode listener.mjs",
    program: sample("listener.mjs", "javascript"),
  },
  {
    id: "python",
    name: "Python",
    requirements: html`Python 3.9 or newer and the package <code>websockets</code>.`,
    run: "pip install websockets\npython listener.py",
    program: sample("listener.py", "python"),
  },
  {
    id: "go",
    name: "Go",
    requirements: html`Go 1.19 or newer and the module <code>github.com/gorilla/websocket</code>.`,
    run: "go mod init listener && go get github.com/gorilla/websocket\ngo run listener.go",
    program: sample("listener.go", "go"),
  },
  {
    id: "shell",
    name: "curl and websocat",
    requirements: html`Bash with <code>curl</code>, <code>jq</code> and <code>websocat</code> 1. The
      script checks the key with curl, then listens with websocat.`,
    run: "bash listener.sh",
    program: sample("listener.sh", "bash"),
  },
];

const WEB_PAGE = html`<h2 id="browser">Web page</h2>
  <p>
    Any web page can connect with an API key, including one that you open from a file. Anyone who
    can read the page can read the key in it, so use a key that is restricted to one endpoint, and
    do not publish the page. Enter <code>${origin()}</code> as the server.
  </p>
  ${sample("listener.html", "xml")}`;

export function connectPage(): SitePage {
  return {
    path: "/docs/connect",
    title: "Connect",
    description: "Complete programs that listen for webhooks, reconnect and miss nothing.",
    layout: "prose",
    contents: html`<a href="#settings">Before you start</a>
      ${LISTENERS.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}
      <a href="#browser">Web page</a> <a href="#terminal">Command line</a>
      <a href="#rules">Write your own listener</a>`,
    content: html`<h1>Connect</h1>
      <p class="lead">
        Each program below is complete: it listens with an API key, keeps its connection alive,
        reconnects, and catches up on what it missed. Click a sample to select all of it.
      </p>
      ${SETTINGS} ${LISTENERS.map(section)} ${WEB_PAGE} ${TERMINAL} ${RULES}`,
  };
}

const SETTINGS = html`<h2 id="settings">Before you start</h2>
  <p>
    Create an API key in the dashboard under Settings, API keys. The programs read these environment
    variables:
  </p>
  <pre>
export HOOKNEXUS_API_URL=${origin()}
export ENDPOINT_ID=… HOOKNEXUS_API_KEY=hnx_…</pre>`;

function section({ id, name, requirements, run, program }: Listener): Html {
  return html`<h2 id="${id}">${name}</h2>
    <p>${requirements}</p>
    <pre>${run}</pre>
    ${program}`;
}

const TERMINAL = html`<h2 id="terminal">Command line</h2>
  <p>
    To print requests or to forward them to your own server, you do not need to write a program:
  </p>
  <pre>
hooknexus listen --json
hooknexus forward --to http://localhost:3000/webhooks</pre>
  <p>
    Both commands read the API key from the environment and wait while a server is down.
    <code>forward</code> delivers requests in order. In a checkout of HookNexus, type
    <code>npm run -s hooknexus --</code> instead of <code>hooknexus</code>.
  </p>`;

const RULES = html`<h2 id="rules">Write your own listener</h2>
  <ul class="notes">
    <li>
      <strong>Ping.</strong> Send exactly <code>${PING_FRAME}</code> right after connecting, then
      every 25 to 30 seconds. Without the first ping, your program may notice a closed connection
      about 10 seconds late.
    </li>
    <li>
      <strong>Resume with <code>since</code>.</strong> Remember the last <code>seq</code> that you
      handled, and reconnect with it. To survive a restart of your program, keep it in a file.
    </li>
    <li>
      <strong>Handle <code>gap</code> frames.</strong> If you missed more than the socket resends,
      read the rest over HTTP from <code>/api/endpoints/…/requests?after=…</code>.
    </li>
    <li>
      <strong>Accept large frames.</strong> JSON escapes can make a frame several times larger than
      its body, which is up to ${formatBytes(MAX_INLINE_BODY_BYTES)}. Raise the limit of your
      library if it is lower, as in the Python program above.
    </li>
    <li>
      <strong>Back off.</strong> Wait a random time before you reconnect. Double its upper bound
      after each failure, up to 30 seconds.
    </li>
    <li>
      <strong>Stop on final errors.</strong> Do not reconnect after a handshake error 400, 401, 404
      or 410, or after the close codes 1000, 4401, 4403 and 4404. All close codes are in the
      <a href="/docs/api#listen">API reference</a>.
    </li>
    <li><strong>Ignore unknown frame types.</strong> More may be added.</li>
  </ul>`;
