import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { reactionTo, type Reaction } from "./refusal.ts";
import type { Settings } from "./settings.ts";

/** What to connect to, and who hears what comes. */
export interface Wish {
  settings: Settings;
  endpointId: string;
  mode: "listen" | "forward";
  hear: (text: string) => void;
  /** Ends it, as Ctrl-C does. */
  stop: AbortSignal;
}

/** How one connection came to its end; it never looks at a close code. */
interface End extends Reaction {
  wasOpen: boolean;
}

const MAX_RECONNECTS = 10;

/** Connects, and again after each end that is not final; resolves with the exit code. */
export async function stayConnected(wish: Wish): Promise<number> {
  const { stop, settings } = wish;
  for (let tries = 0; ;) {
    const end = await connectOnce(wish);
    if (stop.aborted) return 0;
    console.error(end.says);
    if (end.isFinal) return 1;
    // Whoever is let in starts anew, so that accepting and closing makes it come for ever.
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

function connectOnce(wish: Wish): Promise<End> {
  const end: End = { wasOpen: false, says: "Disconnected.", isFinal: false };
  const socket = open(wish);
  const close = () => socket.close();
  wish.stop.addEventListener("abort", close);
  socket.once("open", () => (end.wasOpen = true));
  socket.on("message", (data: Buffer) => wish.hear(data.toString()));
  readRefusal(socket, (reaction) => Object.assign(end, reaction));
  // A refusal that was read ends in an error of its own: what was read says more.
  socket.on("error", () => {});
  return new Promise((resolve) => {
    socket.once("close", () => {
      wish.stop.removeEventListener("abort", close);
      resolve(end);
    });
  });
}

function readRefusal(socket: WebSocket, take: (reaction: Reaction) => void): void {
  socket.on("unexpected-response", (_request, response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => {
      take(reactionTo(response.statusCode ?? 0, Buffer.concat(chunks).toString()));
      socket.terminate();
    });
  });
}

/** A socket that sends the client's ping; the same token stands in the query and the header. */
function open({ settings, endpointId, mode }: Wish): WebSocket {
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
