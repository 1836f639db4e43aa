import type { Env } from "../env.ts";
import { Coalescing } from "./batch-window.ts";
import { textBytes, type IncomingRequest } from "../hub/log/request-log.ts";
import type { CaptureResult } from "../hub/contract/results.ts";
import {
  packRequests,
  unpackResults,
  type PackedRequests,
  type PackedResults,
} from "../hub/contract/packing.ts";

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
  incoming: IncomingRequest;
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
 * @throws where the hub could not store all that went with it; it may be that it is stored
 */
export function captureAt(
  env: Env,
  ctx: ExecutionContext,
  endpointId: string,
  incoming: IncomingRequest,
): Promise<CaptureResult> {
  const shared = byEndpoint.get(endpointId) ?? newSharedCalls(env, endpointId);
  return shared.capture(ctx, incoming);
}

function newSharedCalls(env: Env, endpointId: string): SharedCalls {
  // A stub belongs to the request that gets it: each call has its own.
  const hub = () => env.HUB.getByName(endpointId);
  const shared = new SharedCalls(({ heads, bodies }) => hub().capture(heads, bodies));
  if (!CAN_SHARE) return shared;
  // What waits in one that is forgotten is still handed on.
  if (byEndpoint.size >= MAX_ENDPOINTS) byEndpoint.clear();
  byEndpoint.set(endpointId, shared);
  return shared;
}

/** Offers requests to a hub, and gives back what became of them. */
type Call = (requests: PackedRequests) => Promise<PackedResults>;

type Context = Pick<ExecutionContext, "waitUntil">;

/** The calls of one isolate to one hub. */
export class SharedCalls {
  readonly #call: Call;
  readonly #coalescing = new Coalescing<Waiting>((batch) => this.#handOn(batch));

  constructor(call: Call) {
    this.#call = call;
  }

  capture(ctx: Context, incoming: IncomingRequest): Promise<CaptureResult> {
    return this.#coalescing.letsPass() ? this.#alone(incoming) : this.#together(ctx, incoming);
  }

  async #alone(incoming: IncomingRequest): Promise<CaptureResult> {
    const [result] = unpackResults(await this.#call(packRequests([incoming])));
    return result ?? UNAVAILABLE;
  }

  async #together(ctx: Context, incoming: IncomingRequest): Promise<CaptureResult> {
    const { promise, resolve: end } = Promise.withResolvers<Outcome>();
    // The runtime ends a request that waits for nothing of its own, and others' calls are not.
    // Not cleared: it goes with its request, and to clear it costs as much again.
    setTimeout(() => end({ result: UNAVAILABLE }), CALL_DEADLINE_MS);
    const waiting: Waiting = { incoming, deadline: Date.now() + CALL_DEADLINE_MS, end };
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
      const packed = packRequests(batch.map(({ incoming }) => incoming));
      const results = unpackResults(await this.#call(packed));
      batch.forEach(({ end }, index) => end({ result: results[index] ?? UNAVAILABLE }));
    } catch (error) {
      for (const { end } of batch) end({ error });
    }
  }
}

function untilLetGo(waiting: Waiting): Promise<void> {
  return new Promise((resolve) => (waiting.letGo = resolve));
}

/** What a request takes of a call. */
function callBytes(incoming: IncomingRequest): number {
  return incoming.body.length + textBytes(incoming);
}

/** A batch in parts that one call can carry each. */
function inCalls(batch: readonly Waiting[]): Waiting[][] {
  const calls: Waiting[][] = [];
  let room = 0;
  for (const waiting of batch) {
    const bytes = callBytes(waiting.incoming);
    if (bytes > room || calls.length === 0) {
      calls.push([]);
      room = MAX_CALL_BYTES;
    }
    calls.at(-1)?.push(waiting);
    room -= bytes;
  }
  return calls;
}
