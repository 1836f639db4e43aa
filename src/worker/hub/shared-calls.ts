import type { Env } from "../env.ts";
import { Coalescing } from "./coalescing.ts";
import { textBytes, type OfferedRequest } from "./request-log.ts";
import type { CaptureResult } from "./results.ts";

/*
 * A call to a hub costs as much as all else that a webhook needs in the worker. Webhooks that
 * come to one isolate for one endpoint at about the same time therefore share one.
 *
 * Each belongs to a request of its own, and the runtime holds these apart: a request whose sender
 * broke off is ended, with its timers and calls, and to answer it then makes the runtime complain
 * in the log, at length. Each that waits is therefore kept going by `waitUntil`; and what is passed
 * between them is plain data and promises.
 */

/** A value in either case: to keep a request going, a promise that may reject is caught at a cost. */
type Outcome = { result: CaptureResult } | { error: unknown };

interface Waiting {
  offered: OfferedRequest;
  /** When its sender is told to try again, in Unix milliseconds: it must not be stored then. */
  deadline: number;
  end: (outcome: Outcome) => void;
  /** Lets go of the one that makes the calls; for the others there is nothing to do. */
  letGo?: () => void;
}

/** RPC ends at 32 MiB; the rest is room for what stands around each request. */
const MAX_CALL_BYTES = 16 * 1024 * 1024;

/** A call that was not answered by then never will be: who made it is gone. */
const CALL_DEADLINE_MS = 30_000;

/** Endpoints of which an isolate remembers how much comes together; it is a few words each. */
const MAX_ENDPOINTS = 10_000;

const UNAVAILABLE: CaptureResult = { ok: false, reason: "unavailable" };

/*
 * Whether what waits for another request's promise goes on in a request of its own. It does since
 * 2024-10-14; where that is switched off, as the test pool does it, nothing may be shared.
 */
const CAN_SHARE = Cloudflare.compatibilityFlags["handle_cross_request_promise_resolution"] === true;

const byEndpoint = new Map<string, SharedCalls>();

/**
 * Offers a webhook to its endpoint's hub, alone or with others; see `EndpointHub.capture`.
 * Call it only for an id that is known to be ours, as with `hubOf`.
 *
 * @throws where the hub could not store it: nothing of it was
 */
export async function captureAt(
  env: Env,
  ctx: ExecutionContext,
  endpointId: string,
  offered: OfferedRequest,
): Promise<CaptureResult> {
  // A stub belongs to the request that gets it: each call has its own.
  const call = (batch: OfferedRequest[]) => env.HUB.getByName(endpointId).capture(batch);
  if (!CAN_SHARE) return firstOf(await call([offered]));
  return sharedCallsTo(endpointId, call).capture(ctx, offered);
}

function sharedCallsTo(endpointId: string, call: Call): SharedCalls {
  const known = byEndpoint.get(endpointId);
  if (known) return known;
  // What waits in one that is forgotten is still handed on.
  if (byEndpoint.size >= MAX_ENDPOINTS) byEndpoint.clear();
  const shared = new SharedCalls(call);
  byEndpoint.set(endpointId, shared);
  return shared;
}

type Call = (batch: OfferedRequest[]) => Promise<CaptureResult[]>;

/** The calls of one isolate to one hub. */
export class SharedCalls {
  readonly #call: Call;
  readonly #coalescing = new Coalescing<Waiting>((batch) => this.#handOn(batch));

  constructor(call: Call) {
    this.#call = call;
  }

  async capture(
    ctx: Pick<ExecutionContext, "waitUntil">,
    offered: OfferedRequest,
  ): Promise<CaptureResult> {
    if (this.#coalescing.letsPass()) return firstOf(await this.#call([offered]));
    const { promise, resolve: end } = Promise.withResolvers<Outcome>();
    // The runtime ends a request that waits for nothing of its own, and others' calls are not.
    // Not cleared: it goes with its request, and to clear it costs as much again.
    setTimeout(() => end({ result: UNAVAILABLE }), CALL_DEADLINE_MS);
    const waiting: Waiting = { offered, deadline: Date.now() + CALL_DEADLINE_MS, end };
    const isCarrier = this.#coalescing.add(waiting);
    ctx.waitUntil(isCarrier ? untilLetGo(waiting) : promise);
    const outcome = await promise;
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  }

  /** Makes the calls for all; they would end with the one that makes them, if it went sooner. */
  async #handOn(batch: readonly Waiting[]): Promise<void> {
    const now = Date.now();
    // What a lost request left behind too long ago is nobody's any more.
    const inTime = batch.filter(({ deadline }) => deadline > now);
    await Promise.all(inCalls(inTime).map((part) => this.#callFor(part)));
    for (const { letGo } of batch) letGo?.();
  }

  async #callFor(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.#call(batch.map(({ offered }) => offered));
      batch.forEach(({ end }, index) => end({ result: results[index] ?? UNAVAILABLE }));
    } catch (error) {
      for (const { end } of batch) end({ error });
    }
  }
}

function untilLetGo(waiting: Waiting): Promise<void> {
  return new Promise((resolve) => (waiting.letGo = resolve));
}

function firstOf([result]: CaptureResult[]): CaptureResult {
  return result ?? UNAVAILABLE;
}

/** What a request takes of a call. Its body is no view of a larger buffer: all of that would go. */
function callBytes({ incoming }: OfferedRequest): number {
  return incoming.body.length + textBytes(incoming);
}

/** A batch in parts that one call can carry each. */
function inCalls(batch: readonly Waiting[]): Waiting[][] {
  const calls: Waiting[][] = [];
  let room = 0;
  for (const waiting of batch) {
    const bytes = callBytes(waiting.offered);
    if (bytes > room || calls.length === 0) {
      calls.push([]);
      room = MAX_CALL_BYTES;
    }
    calls.at(-1)?.push(waiting);
    room -= bytes;
  }
  return calls;
}
