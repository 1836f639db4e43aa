import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs } from "../../client/backoff.ts";
import type { HookNexus, ReceivedRequest } from "../../client/index.ts";
import { HookNexusError } from "../../client/index.ts";
import { exactBody } from "./body.ts";
import { forwardedHeaders } from "./headers.ts";
import { send, type Answer } from "./send.ts";
import { pathAt, type Target } from "./target.ts";

/** A developer who starts their server again does not want to wait for it to be noticed. */
const MAX_RETRY_MS = 5_000;
/** As long as what is on its way may take to be answered once Ctrl-C was typed. */
const GRACE_MS = 3_000;
/** After so long without an answer it is said that it is being waited for. */
const SLOW_MS = 10_000;

export interface Forwarding {
  client: HookNexus;
  target: Target;
  extraHeaders: readonly (readonly [string, string])[];
  isPathPreserved: boolean;
  /** Ends it. */
  signal: AbortSignal;
  /** Is told why a try failed, and when the next one is. */
  onRetry: (reason: string, retryInMs: number) => void;
  onSlow: () => void;
}

/** How it ended; `reason` where it can't be sent at all, and is passed over. */
export type Outcome = { is: "answered"; answer: Answer } | { is: "failed"; reason: string };

/**
 * Brings a request to the target, however often that takes. A target that is down is waited for:
 * what comes meanwhile is queued in order behind this one.
 *
 * @returns null where it was ended before the target answered: the request is still to be sent
 * @throws what the server refuses for good
 */
export async function deliver(
  request: ReceivedRequest,
  forwarding: Forwarding,
): Promise<Outcome | null> {
  const { signal, onRetry } = forwarding;
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      return { is: "answered", answer: await attempt(request, forwarding) };
    } catch (error) {
      if (signal.aborted) return null;
      if (isHopeless(error)) return { is: "failed", reason: reasonOf(error) };
      const retryInMs = Math.min(MAX_RETRY_MS, backoffMs(failures, Math.random));
      onRetry(reasonOf(error), retryInMs);
      await sleep(retryInMs, undefined, { signal }).catch(() => {});
    }
  }
  return null;
}

async function attempt(request: ReceivedRequest, forwarding: Forwarding): Promise<Answer> {
  const { client, target, extraHeaders: extra, isPathPreserved } = forwarding;
  const grace = graceAfter(forwarding.signal);
  const slow = setTimeout(forwarding.onSlow, SLOW_MS);
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

/** A signal that comes some time after another one. */
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

/** node:http's words for a method, path or header that can't stand in a request. */
const UNSENDABLE = new Set([
  "ERR_INVALID_HTTP_TOKEN",
  "ERR_INVALID_CHAR",
  "ERR_UNESCAPED_CHARACTERS",
]);

/** Whether it will be the same the next time; what the server refuses for good is thrown. */
function isHopeless(error: unknown): boolean {
  if (!(error instanceof HookNexusError)) return UNSENDABLE.has(codeOf(error));
  if (error.code === "request_not_found") return true;
  if (error.status === 401 || error.status === 403) throw error;
  return false;
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | null)?.code ?? "");
}

/** An error of several addresses, as `localhost` has, has no words of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
