import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { reactionTo, type Reaction } from "./refusal.ts";
import type { Settings } from "./settings.ts";

export interface ConnectionOptions {
  settings: Settings;
  endpointId: string;
  mode: "listen" | "forward";
  onText: (text: string) => void;
  /** Aborts on Ctrl-C. */
  stop: AbortSignal;
}

/** How one connection ended. The client ignores close codes. */
interface End extends Reaction {
  wasOpen: boolean;
}

const MAX_RECONNECTS = 10;

/** Connects, and reconnects after each end that is not final. Resolves with the exit code. */
export async function stayConnected(options: ConnectionOptions): Promise<number> {
  const { stop, settings } = options;
  for (let tries = 0; ;) {
    const end = await connectOnce(options);
    if (stop.aborted) return 0;
    console.error(end.message);
    if (end.isFinal) return 1;
    // An accepted connection resets the count, so a server that accepts and closes is retried forever.
    tries = end.wasOpen ? 1 : tries + 1;
    if (tries > MAX_RECONNECTS) return giveUp();
    console.error(`Reconnecting (${tries} of ${MAX_RECONNECTS})`);
    await delay(settings.reconnectAfterMs, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return 0;
  }
}

function giveUp(): number {
  console.error(`Gave up after ${MAX_RECONNECTS} attempts.`);
  return 1;
}

function connectOnce(options: ConnectionOptions): Promise<End> {
  const end: End = { wasOpen: false, message: "Disconnected.", isFinal: false };
  const socket = open(options);
  const close = () => socket.close();
  options.stop.addEventListener("abort", close);
  socket.once("open", () => (end.wasOpen = true));
  socket.on("message", (data: Buffer) => options.onText(data.toString()));
  readRefusal(socket, (reaction) => Object.assign(end, reaction));
  // After a refusal `ws` also emits an error, which says less than the refusal.
  socket.on("error", () => {});
  return new Promise((resolve) => {
    socket.once("close", () => {
      options.stop.removeEventListener("abort", close);
      resolve(end);
    });
  });
}

function readRefusal(socket: WebSocket, onRefusal: (reaction: Reaction) => void): void {
  socket.on("unexpected-response", (_request, response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => {
      onRefusal(reactionTo(response.statusCode ?? 0, Buffer.concat(chunks).toString()));
      socket.terminate();
    });
  });
}

/** Opens a socket that pings. The token is in both the query and the header. */
function open({ settings, endpointId, mode }: ConnectionOptions): WebSocket {
  const { apiUrl, token, pingEveryMs } = settings;
  const query = new URLSearchParams({ token, client: "cli", mode });
  const url = `${apiUrl.replace(/^http/, "ws")}/ws/${endpointId}?${query}`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
  socket.once("open", () => {
    const pinging = setInterval(() => socket.send('{"type":"ping"}'), pingEveryMs);
    socket.once("close", () => clearInterval(pinging));
  });
  return socket;
}
