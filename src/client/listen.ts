import { MAX_FRAME_BYTES } from "../protocol/frame-limits.ts";
import { HookNexusError } from "./error.ts";
import type { endpointCalls, listenerCalls } from "./endpoints.ts";
import { Listening } from "./listening.ts";
import type { ListenOptions, Runtime } from "./listen-options.ts";
import type { RequestCalls } from "./requests.ts";
import type { ClientOptions } from "./transport.ts";

/** The calls that listening needs. */
interface Calls {
  endpoints: ReturnType<typeof endpointCalls>;
  requests: RequestCalls;
  listeners: ReturnType<typeof listenerCalls>;
}

/**
 * Creates `client.listen`.
 * @param overrides replaces the global WebSocket, the timers and the random numbers
 */
export function listenCall(client: ClientOptions, calls: Calls, overrides: Partial<Runtime>) {
  const runtime = { ...DEFAULT_RUNTIME, ...overrides };
  return (endpointId: string, options: ListenOptions = {}): Listening =>
    new Listening({
      endpointId,
      options,
      runtime,
      requests: calls.requests,
      socketUrl: (since) => socketUrl(client, endpointId, since, options.mode),
      probe: (signal) => probe(calls, endpointId, signal),
    });
}

const DEFAULT_RUNTIME: Runtime = {
  connect: (url) => new globalThis.WebSocket(url),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  random: Math.random,
};

/**
 * The credential is in the URL because a browser's WebSocket can't send headers. The WebSockets of
 * all runtimes take the largest frame, so no body up to 1 MiB needs another call.
 */
function socketUrl(
  { url, token }: ClientOptions,
  endpointId: string,
  since: number | null,
  mode: ListenOptions["mode"],
): string {
  const result = new URL(`${url.replace(/\/+$/, "")}/ws/${encodeURIComponent(endpointId)}`);
  result.protocol = result.protocol === "https:" ? "wss:" : "ws:";
  const isKey = token?.startsWith("hnx_") ?? false;
  if (token !== undefined) result.searchParams.set(isKey ? "apikey" : "token", token);
  if (token !== undefined && !isKey) result.searchParams.set("client", "cli");
  result.searchParams.set("inline", String(MAX_FRAME_BYTES));
  if (mode !== undefined) result.searchParams.set("mode", mode);
  if (since !== null) result.searchParams.set("since", String(since));
  return result.href;
}

/** Tries the same credential and endpoint over HTTP. Rejects with the reason for the refusal. */
async function probe({ endpoints, listeners }: Calls, id: string, signal: AbortSignal) {
  await endpoints.get(id, { signal });
  const connected = await listeners.list(id, { signal }).catch(ignoreKeyNotAllowed);
  if (connected && connected.listeners.length >= connected.max) throw limitReached(connected.max);
}

/** API keys can't list listeners, so with a key a reached limit looks like any other failure. */
function ignoreKeyNotAllowed(error: unknown): null {
  if (error instanceof HookNexusError && error.code === "key_not_allowed") return null;
  throw error;
}

function limitReached(limit: number): HookNexusError {
  const sentence = `This endpoint already has its maximum of ${limit} listeners.`;
  return new HookNexusError(sentence, {
    code: "connection_limit",
    status: 403,
    details: { limit },
  });
}
