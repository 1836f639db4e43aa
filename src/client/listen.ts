import { HookNexusError } from "./error.ts";
import type { endpointCalls, listenerCalls } from "./endpoints.ts";
import { Listening } from "./listening.ts";
import type { ListenOptions, Surroundings } from "./listen-options.ts";
import type { RequestCalls } from "./requests.ts";
import type { ClientOptions } from "./transport.ts";

/** What the calls of a client are, as far as listening needs them. */
interface Calls {
  endpoints: ReturnType<typeof endpointCalls>;
  requests: RequestCalls;
  listeners: ReturnType<typeof listenerCalls>;
}

/**
 * Makes `client.listen`.
 * @param around in place of the runtime's own WebSocket, timers and random numbers
 */
export function listenCall(client: ClientOptions, calls: Calls, around: Partial<Surroundings>) {
  const surroundings = { ...SURROUNDINGS, ...around };
  return (endpointId: string, options: ListenOptions = {}): Listening =>
    new Listening({
      endpointId,
      options,
      around: surroundings,
      requests: calls.requests,
      socketUrl: (since) => socketUrl(client, endpointId, since, options.mode),
      probe: (signal) => probe(calls, endpointId, signal),
    });
}

const SURROUNDINGS: Surroundings = {
  connect: (url) => new globalThis.WebSocket(url),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  random: Math.random,
};

/** A browser's WebSocket sends no headers: the credential goes in the address. */
function socketUrl(
  { url, token }: ClientOptions,
  endpointId: string,
  since: number | null,
  mode: ListenOptions["mode"],
): string {
  const address = new URL(`${url.replace(/\/+$/, "")}/ws/${encodeURIComponent(endpointId)}`);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const isKey = token?.startsWith("hnx_") ?? false;
  if (token !== undefined) address.searchParams.set(isKey ? "apikey" : "token", token);
  if (token !== undefined && !isKey) address.searchParams.set("client", "cli");
  if (mode !== undefined) address.searchParams.set("mode", mode);
  if (since !== null) address.searchParams.set("since", String(since));
  return address.href;
}

/** The same credential and endpoint over HTTP: what is refused there says why. */
async function probe({ endpoints, listeners }: Calls, id: string, signal: AbortSignal) {
  await endpoints.get(id, { signal });
  const connected = await listeners.list(id, { signal }).catch(keysMayNot);
  if (connected && connected.listeners.length >= connected.max) throw limitReached(connected.max);
}

/** Who is connected is the account's to know: with a key the limit can't be told from a fault. */
function keysMayNot(error: unknown): null {
  if (error instanceof HookNexusError && error.code === "key_not_allowed") return null;
  throw error;
}

function limitReached(limit: number): HookNexusError {
  const sentence = `All ${limit} places for listeners of this endpoint are taken.`;
  return new HookNexusError(sentence, {
    code: "connection_limit",
    status: 403,
    details: { limit },
  });
}
