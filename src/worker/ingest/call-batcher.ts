import { SECOND_MS } from "../../protocol/time-units.ts";
import type { Env } from "../env.ts";
import type { CaptureReply } from "../hub/contract/packing.ts";
import { metadataBytes, type IncomingRequest } from "../hub/contract/requests.ts";
import type { CaptureResult } from "../hub/contract/results.ts";
import { BatchWindow } from "./batch-window.ts";
import { captureBatch } from "./capture-batch.ts";

/*
 * A call to a hub costs as much as everything else that the worker does for a webhook. So the
 * webhooks that arrive at one isolate for one endpoint at about the same time share a call.
 *
 * Each webhook is a request of its own, and the runtime isolates requests from each other. When a
 * sender disconnects, its request ends together with its timers and calls, and resolving its
 * promise after that logs a warning. So `waitUntil` keeps each waiting request alive, and requests
 * exchange only plain data and promises.
 */

/** A result or an error. A promise that rejects would need a costly `catch` in `waitUntil`. */
type Outcome = { result: CaptureResult } | { error: unknown };

interface Waiting {
  incoming: IncomingRequest;
  /** When the sender is told to try again (Unix milliseconds). After that, do not store it. */
  deadline: number;
  resolve: (outcome: Outcome) => void;
  /** Lets the request end. Only a request that others depend on has this function. */
  release?: () => void;
}

/** RPC copies a call several times, and the hubs of many endpoints may share an isolate of 128 MB. */
const MAX_CALL_BYTES = 4 * 1024 * 1024;

/** A call that has no answer by then never gets one: the request that made it has ended. */
const CALL_DEADLINE_MS = 30 * SECOND_MS;

/** How many batchers an isolate keeps. Each takes little memory. */
const MAX_ENDPOINTS = 10_000;

const UNAVAILABLE: CaptureResult = { ok: false, reason: "unavailable" };

/*
 * Whether a request that awaits another request's promise resumes in its own context, as it does
 * since the compatibility date 2024-10-14. If not, as in the test pool, requests must not share
 * calls.
 */
const CAN_SHARE = Cloudflare.compatibilityFlags["handle_cross_request_promise_resolution"] === true;

const byEndpoint = new Map<string, CallBatcher>();

/**
 * Sends a webhook to its endpoint's hub, alone or in a batch; see `EndpointHub.captureOnce`. As with
 * `callHub`, pass only an id that is known to be ours.
 *
 * @throws if the hub could not store every request of the call; this one may have been stored
 */
export function captureAt(
  env: Env,
  ctx: ExecutionContext,
  endpointId: string,
  incoming: IncomingRequest,
): Promise<CaptureResult> {
  const batcher = byEndpoint.get(endpointId) ?? newCallBatcher(env, endpointId);
  return batcher.capture(ctx, incoming, Date.now());
}

function newCallBatcher(env: Env, endpointId: string): CallBatcher {
  const batcher = new CallBatcher((requests) => captureBatch(env, endpointId, requests));
  if (!CAN_SHARE) return batcher;
  // Requests that wait in a removed batcher are still sent.
  if (byEndpoint.size >= MAX_ENDPOINTS) byEndpoint.clear();
  byEndpoint.set(endpointId, batcher);
  return batcher;
}

/** Sends requests to a hub and returns their results. */
type Call = (requests: readonly IncomingRequest[]) => Promise<CaptureReply>;

type Context = Pick<ExecutionContext, "waitUntil">;

/** Makes the capture calls of one isolate to one hub. */
export class CallBatcher {
  readonly #call: Call;
  readonly #window = new BatchWindow<Waiting>((batch) => this.#flush(batch));

  constructor(call: Call) {
    this.#call = call;
  }

  /** @param now Unix milliseconds */
  capture(ctx: Context, incoming: IncomingRequest, now: number): Promise<CaptureResult> {
    return this.#window.tryBypass(now)
      ? this.#captureAlone(incoming)
      : this.#captureTogether(ctx, incoming, now);
  }

  async #captureAlone(incoming: IncomingRequest): Promise<CaptureResult> {
    const { results } = await this.#call([incoming]);
    return results[0] ?? UNAVAILABLE;
  }

  async #captureTogether(
    ctx: Context,
    incoming: IncomingRequest,
    now: number,
  ): Promise<CaptureResult> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    // The runtime ends a request that has no pending work of its own. This timer counts as such; a
    // call of another request does not. The timer ends with the request, so it is not cleared.
    setTimeout(() => resolve({ result: UNAVAILABLE }), CALL_DEADLINE_MS);
    const waiting: Waiting = { incoming, deadline: now + CALL_DEADLINE_MS, resolve };
    const ownsFlush = this.#window.add(waiting, now);
    ctx.waitUntil(ownsFlush ? untilReleased(waiting) : promise);
    const outcome = await promise;
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  }

  /** Makes the calls for a batch. They would fail if the calling request ended before they do. */
  async #flush(batch: readonly Waiting[]): Promise<void> {
    const now = Date.now();
    // An item past its deadline belongs to a request that has ended.
    const inTime = batch.filter(({ deadline }) => deadline > now);
    await Promise.all(splitIntoCalls(inTime).map((part) => this.#callFor(part)));
    for (const { release } of batch) release?.();
  }

  async #callFor(batch: readonly Waiting[]): Promise<void> {
    try {
      const { results } = await this.#call(batch.map(({ incoming }) => incoming));
      batch.forEach(({ resolve }, index) => resolve({ result: results[index] ?? UNAVAILABLE }));
    } catch (error) {
      for (const { resolve } of batch) resolve({ error });
    }
  }
}

function untilReleased(waiting: Waiting): Promise<void> {
  return new Promise((resolve) => (waiting.release = resolve));
}

/** The size of a request in a call, in bytes. */
function callBytes(incoming: IncomingRequest): number {
  return incoming.body.length + metadataBytes(incoming);
}

/** Splits a batch so that each part fits into one call. */
function splitIntoCalls(batch: readonly Waiting[]): Waiting[][] {
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
