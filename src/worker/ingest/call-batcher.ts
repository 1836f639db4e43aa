import { SECOND_MS } from "../../protocol/time-units.ts";
import type { Env } from "../env.ts";
import {
  packRequests,
  unpackResults,
  type PackedRequests,
  type PackedResults,
} from "../hub/contract/packing.ts";
import { textBytes, type IncomingRequest } from "../hub/contract/requests.ts";
import type { CaptureResult } from "../hub/contract/results.ts";
import { BatchWindow } from "./batch-window.ts";

/*
 * A call to a hub costs as much as everything else that the worker does for a webhook. So the
 * webhooks that arrive at one isolate for one endpoint at about the same time share a call.
 *
 * Each webhook belongs to a request of its own, and the runtime keeps requests apart: when a sender
 * disconnects, its request ends, with its timers and its calls, and answering it then fills the log
 * with warnings. So `waitUntil` keeps each waiting request alive, and only plain data and promises
 * pass between requests.
 */

/** Never rejects: a rejecting promise in `waitUntil` needs a catch, which is measurable here. */
type Outcome = { result: CaptureResult } | { error: unknown };

interface Waiting {
  incoming: IncomingRequest;
  /** When the sender is told to try again (Unix milliseconds). It must not be stored after that. */
  deadline: number;
  resolve: (outcome: Outcome) => void;
  /** Releases the request that makes the call for the others; the others have no such function. */
  release?: () => void;
}

/** RPC messages end at 32 MiB; the rest is room for the overhead of each request. */
const MAX_CALL_BYTES = 16 * 1024 * 1024;

/** A call that has no answer by then will never have one: the request that made it has ended. */
const CALL_DEADLINE_MS = 30 * SECOND_MS;

/** Batchers that an isolate keeps; each is a few words. */
const MAX_ENDPOINTS = 10_000;

const UNAVAILABLE: CaptureResult = { ok: false, reason: "unavailable" };

/*
 * Whether a request that awaits a promise of another request resumes as itself. It does since
 * 2024-10-14. If that is switched off, as in the test pool, requests must not share anything.
 */
const CAN_SHARE = Cloudflare.compatibilityFlags["handle_cross_request_promise_resolution"] === true;

const byEndpoint = new Map<string, CallBatcher>();

/**
 * Sends a webhook to its endpoint's hub, alone or in a batch; see `EndpointHub.capture`. Like
 * `hubOf`, call it only for an id that is known to be ours.
 *
 * @throws if the hub could not store every request of the call; this one may be stored
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
  // A stub belongs to the request that creates it, so each call creates its own.
  const hub = () => env.HUB.getByName(endpointId);
  const batcher = new CallBatcher(({ heads, bodies }) => hub().capture(heads, bodies));
  if (!CAN_SHARE) return batcher;
  // Requests that wait in a forgotten batcher are sent all the same.
  if (byEndpoint.size >= MAX_ENDPOINTS) byEndpoint.clear();
  byEndpoint.set(endpointId, batcher);
  return batcher;
}

/** Sends requests to a hub and returns their results. */
type Call = (requests: PackedRequests) => Promise<PackedResults>;

type Context = Pick<ExecutionContext, "waitUntil">;

/** The capture calls of one isolate to one hub. */
export class CallBatcher {
  readonly #call: Call;
  readonly #window = new BatchWindow<Waiting>((batch) => this.#flush(batch));

  constructor(call: Call) {
    this.#call = call;
  }

  /** @param now Unix milliseconds */
  capture(ctx: Context, incoming: IncomingRequest, now: number): Promise<CaptureResult> {
    return this.#window.canBypass(now)
      ? this.#captureAlone(incoming)
      : this.#captureTogether(ctx, incoming, now);
  }

  async #captureAlone(incoming: IncomingRequest): Promise<CaptureResult> {
    const [result] = unpackResults(await this.#call(packRequests([incoming])));
    return result ?? UNAVAILABLE;
  }

  async #captureTogether(
    ctx: Context,
    incoming: IncomingRequest,
    now: number,
  ): Promise<CaptureResult> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    // The runtime ends a request that waits for nothing of its own, and a call of another request
    // is not its own. The timer ends with the request; clearing it would cost as much again.
    setTimeout(() => resolve({ result: UNAVAILABLE }), CALL_DEADLINE_MS);
    const waiting: Waiting = { incoming, deadline: now + CALL_DEADLINE_MS, resolve };
    const ownsFlush = this.#window.add(waiting, now);
    ctx.waitUntil(ownsFlush ? untilReleased(waiting) : promise);
    const outcome = await promise;
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  }

  /** Makes the calls for all. They would fail if the request that makes them ended before. */
  async #flush(batch: readonly Waiting[]): Promise<void> {
    const now = Date.now();
    // The request behind an item that is too old has ended.
    const inTime = batch.filter(({ deadline }) => deadline > now);
    await Promise.all(splitIntoCalls(inTime).map((part) => this.#callFor(part)));
    for (const { release } of batch) release?.();
  }

  async #callFor(batch: readonly Waiting[]): Promise<void> {
    try {
      const packed = packRequests(batch.map(({ incoming }) => incoming));
      const results = unpackResults(await this.#call(packed));
      batch.forEach(({ resolve }, index) => resolve({ result: results[index] ?? UNAVAILABLE }));
    } catch (error) {
      for (const { resolve } of batch) resolve({ error });
    }
  }
}

function untilReleased(waiting: Waiting): Promise<void> {
  return new Promise((resolve) => (waiting.release = resolve));
}

/** Bytes that a request takes in a call. */
function callBytes(incoming: IncomingRequest): number {
  return incoming.body.length + textBytes(incoming);
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
