import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs } from "../../client/backoff.ts";
import type { HookNexus, ReceivedRequest } from "../../client/index.ts";
import { HookNexusError } from "../../client/index.ts";
import { SECOND_MS } from "../../protocol/time-units.ts";
import { exactBody } from "./body.ts";
import { forwardedHeaders } from "./headers.ts";
import { send, type TargetResponse } from "./send.ts";
import { pathAt, type Target } from "./target.ts";

/** Short, so that a developer who restarts a server does not wait long for the next attempt. */
const MAX_RETRY_MS = 5 * SECOND_MS;
/** How long a request in flight may take to be answered after Ctrl-C. */
const GRACE_MS = 3 * SECOND_MS;
/** When to report that a response is slow. */
const SLOW_MS = 10 * SECOND_MS;

export interface Delivery {
  client: HookNexus;
  target: Target;
  extraHeaders: readonly (readonly [string, string])[];
  isPathPreserved: boolean;
  /** Stops the delivery. A request in flight has GRACE_MS more. */
  signal: AbortSignal;
  /** Called after a failed attempt, with the time until the next one. */
  onRetry: (reason: string, retryInMs: number) => void;
  /** Called when a response takes longer than SLOW_MS. */
  onSlow: () => void;
}

/** `failed`: the request can never be sent, so it is skipped. */
export type Outcome =
  { is: "delivered"; response: TargetResponse } | { is: "failed"; reason: string };

/**
 * Sends a request to the target and retries until the target responds. Later requests wait in the
 * queue, in order.
 *
 * @returns null if `signal` aborted before the target responded: the request is still to be sent
 * @throws HookNexusError if the server refuses the credential
 */
export async function deliver(
  request: ReceivedRequest,
  delivery: Delivery,
): Promise<Outcome | null> {
  const { signal, onRetry } = delivery;
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      return { is: "delivered", response: await attempt(request, delivery) };
    } catch (error) {
      if (signal.aborted) return null;
      if (isPermanent(error)) return { is: "failed", reason: reasonOf(error) };
      const retryInMs = Math.min(MAX_RETRY_MS, backoffMs(failures, Math.random));
      onRetry(reasonOf(error), retryInMs);
      await sleep(retryInMs, undefined, { signal }).catch(() => {});
    }
  }
  return null;
}

async function attempt(request: ReceivedRequest, delivery: Delivery): Promise<TargetResponse> {
  const { client, target, extraHeaders: extra, isPathPreserved } = delivery;
  const grace = graceAfter(delivery.signal);
  const slow = setTimeout(delivery.onSlow, SLOW_MS);
  try {
    const { rawHeaders, size, method } = request;
    const body = await exactBody(request, client, grace.signal);
    const headers = forwardedHeaders({ rawHeaders, extra, host: target.host, size });
    const path = pathAt(target, request, isPathPreserved);
    return await send({ target, method, path, headers, body, signal: grace.signal });
  } finally {
    clearTimeout(slow);
    grace.end();
  }
}

/** A signal that aborts GRACE_MS after another one. */
function graceAfter(signal: AbortSignal) {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const start = () => (timer = setTimeout(() => late.abort(), GRACE_MS));
  signal.addEventListener("abort", start, { once: true });
  const end = () => {
    signal.removeEventListener("abort", start);
    clearTimeout(timer);
  };
  return { signal: late.signal, end };
}

/** The codes that node:http has for an invalid method, path or header. */
const UNSENDABLE = new Set([
  "ERR_INVALID_HTTP_TOKEN",
  "ERR_INVALID_CHAR",
  "ERR_UNESCAPED_CHARACTERS",
]);

/**
 * Whether every further attempt would fail the same way.
 * @throws the error itself if the server refuses the credential, because that ends the forwarding
 */
function isPermanent(error: unknown): boolean {
  if (!(error instanceof HookNexusError)) return UNSENDABLE.has(codeOf(error));
  if (error.code === "request_not_found") return true;
  if (error.status === 401 || error.status === 403) throw error;
  return false;
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | null)?.code ?? "");
}

/**
 * `localhost` can resolve to several IP addresses. If none accepts the connection, Node throws an
 * AggregateError with an empty message.
 */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
