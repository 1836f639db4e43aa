// Listens on an endpoint with an API key, from any server that runs Node.
//
//   npm install ws
//   ENDPOINT_ID=… HOOKNEXUS_API_KEY=hnx_… node listener.mjs
import { WebSocket } from "ws";

const { ENDPOINT_ID, HOOKNEXUS_API_KEY } = process.env;
const API_URL = process.env.HOOKNEXUS_API_URL ?? "http://127.0.0.1:8787";
if (!ENDPOINT_ID || !HOOKNEXUS_API_KEY) {
  console.error("Set ENDPOINT_ID and HOOKNEXUS_API_KEY first.");
  process.exit(2);
}
if (!/^https?:\/\//.test(API_URL)) {
  console.error("Set HOOKNEXUS_API_URL to the server's origin, such as http://127.0.0.1:8787.");
  process.exit(2);
}

const PING_EVERY_MS = 25_000;
const PING_EVERY_BYTES = 4 * 1024 * 1024;
const FINAL_CLOSE_CODES = [1000, 4401, 4403, 4404];
const FINAL_STATUSES = [400, 401, 404, 410];

let attempts = 0;
let lastSeq = null; // the last number we saw; on reconnect the server sends what follows

function connect() {
  const url = new URL(`/ws/${ENDPOINT_ID}`, API_URL.replace(/^http/, "ws"));
  url.searchParams.set("apikey", HOOKNEXUS_API_KEY);
  if (lastSeq !== null) url.searchParams.set("since", lastSeq);
  const socket = new WebSocket(url);
  const ping = () => {
    if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
  };
  const pinging = setInterval(ping, PING_EVERY_MS);
  let unpingedBytes = 0;
  let refusal = null;

  // Ping immediately: the runtime is slow to close a socket that has never sent anything.
  socket.on("open", ping);
  socket.on("message", (data) => {
    // This ping shows that we read: the server omits bodies if it has sent 32 MiB without one.
    unpingedBytes += data.length;
    if (unpingedBytes >= PING_EVERY_BYTES) {
      unpingedBytes = 0;
      ping();
    }
    handle(JSON.parse(data));
  });
  socket.on("unexpected-response", (_request, response) => {
    refusal = response.statusCode;
    response.setEncoding("utf8").on("data", (text) => console.error(`  ${text}`));
    response.on("end", () => socket.terminate());
    console.error(`Refused with status ${refusal}.`);
  });
  socket.on("error", (error) => {
    if (refusal === null) console.error(`Connection failed: ${error.message || error.code}`);
  });
  socket.on("close", (code) => {
    clearInterval(pinging);
    const isFinal = FINAL_STATUSES.includes(refusal) || FINAL_CLOSE_CODES.includes(code);
    if (isFinal) {
      if (refusal === null) console.error(`Closed for good (${code}).`);
      process.exitCode = 1;
      return;
    }
    // Exponential backoff with full jitter, so that many listeners do not reconnect together.
    const delay = Math.random() * Math.min(30_000, 500 * 2 ** attempts++);
    setTimeout(connect, delay);
  });
}

function handle({ type, payload }) {
  switch (type) {
    case "connected":
      attempts = 0;
      lastSeq ??= payload.lastSeq;
      console.log(`Connected as ${payload.connectionId}. Waiting for webhooks…`);
      break;
    case "new_request":
      lastSeq = payload.seq;
      show("new", payload);
      break;
    case "replay_request":
      show("replay", payload.request);
      break;
    case "gap":
      console.error(`Missed ${payload.from} to ${payload.to}; fetch them from:`);
      console.error(`  ${API_URL}/api/endpoints/${ENDPOINT_ID}/requests?after=${payload.from - 1}`);
      break;
    default: // Newer servers may send other types. Ignore them.
  }
}

function show(kind, { method, path, body, bodyEncoding, bodyUrl }) {
  const text = bodyEncoding === "base64" ? `(${body.length} characters of base64)` : body;
  console.log(`[${kind}] ${method} ${path} ${bodyUrl ?? text}`);
}

connect();
