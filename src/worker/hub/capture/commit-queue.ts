import type { StoredRequest } from "../../../protocol/captured-request.ts";
import type { AnswerSettings } from "../../../protocol/response-settings.ts";
import { nextUtcDay } from "../../account/day.ts";
import type { EndpointSettings } from "../contract/commands.ts";
import {
  UNAVAILABLE,
  type Captured,
  type CaptureRefusal,
  type CaptureResult,
} from "../contract/results.ts";
import type { Listeners } from "../listeners/listeners.ts";
import type { Arrival, RequestLog } from "../log/request-log.ts";
import type { Maintenance } from "../maintenance.ts";
import type { SettingsStore } from "../settings-store.ts";
import type { AllowanceLease } from "./allowance-lease.ts";
import { CommitBatcher } from "./commit-batcher.ts";
import type { RecentCapture, RecentCaptures } from "./recent-captures.ts";

export interface CommitQueueDeps {
  settings: Pick<SettingsStore, "configured" | "captureRefusal">;
  lease: Pick<AllowanceLease, "available" | "refill" | "giveUp">;
  log: Pick<RequestLog, "append">;
  maintenance: Pick<Maintenance, "afterAppend">;
  listeners: Pick<Listeners, "broadcast">;
  recent: Pick<RecentCaptures, "find" | "note">;
  /** The clock, in Unix milliseconds. A function, because requests may wait here. */
  now(): number;
}

interface Waiting {
  arrival: Arrival;
  resolve: (result: CaptureResult) => void;
  reject: (error: unknown) => void;
}

/**
 * Commits requests in batches, as far as the account's daily allowance permits: stores a batch,
 * broadcasts it, and only then resolves. Requests are committed in the order of arrival.
 */
export class CommitQueue {
  readonly #deps: CommitQueueDeps;
  readonly #batcher = new CommitBatcher<Waiting>((batch) => this.#commitBatch(batch));
  /** How many requests of the current batch wait for a larger lease. */
  #unleased = 0;

  constructor(deps: CommitQueueDeps) {
    this.#deps = deps;
  }

  /**
   * Commits the requests of one call immediately if they need not wait. If null, call `add`.
   */
  tryCommitNow(arrivals: readonly Arrival[], now: number): CaptureResult[] | null {
    const isLeased = arrivals.length <= this.#deps.lease.available(now);
    return isLeased && this.#batcher.tryBypass(now) ? this.#commit(arrivals, now) : null;
  }

  /**
   * Queues the requests of one call, at least one. Resolves when each is committed or refused.
   * @throws if a batch with one of them could not be stored
   */
  add(arrivals: readonly Arrival[]): Promise<CaptureResult[]> {
    const { promise, resolve: resolveAll, reject } = Promise.withResolvers<CaptureResult[]>();
    const results: CaptureResult[] = [];
    const resolve = (result: CaptureResult) => {
      // Requests are committed in the order of arrival, so results come in that order, too.
      if (results.push(result) === arrivals.length) resolveAll(results);
    };
    this.#batcher.add(arrivals.map((arrival) => ({ arrival, resolve, reject })));
    return promise;
  }

  /** Returns the part of the lease that no waiting request needs; see `AllowanceLease.giveUp`. */
  giveBackUnused(day: number, grants: number): Promise<number> {
    return this.#deps.lease.giveUp(day, grants, () => this.#unleased + this.#batcher.waiting);
  }

  #commitBatch(batch: Waiting[]): Promise<void> | void {
    const now = this.#deps.now();
    if (batch.length > this.#deps.lease.available(now)) return this.#commitAsLeaseAllows(batch);
    this.#commitWaiting(batch, now);
  }

  /** Commits the requests that the lease covers, then requests a larger lease for the others. */
  async #commitAsLeaseAllows(batch: Waiting[]): Promise<void> {
    this.#commitLeased(batch);
    for (this.#unleased = batch.length; batch.length > 0; this.#unleased = batch.length) {
      try {
        const isGranted = await this.#refill(batch.length + this.#batcher.waiting);
        if (isGranted) this.#commitLeased(batch);
        else this.#refuse(batch.splice(0), "daily_limit");
      } catch (error) {
        console.warn("commit queue: the account could not be asked for a lease", error);
        this.#refuse(batch.splice(0), "unavailable");
      }
    }
  }

  #refill(wanted: number): Promise<boolean> {
    const { settings, plan } = this.#deps.settings.configured();
    const { lease, now } = this.#deps;
    return lease.refill(settings.accountId, wanted, plan.maxDailyRequests, now());
  }

  #refuse(waiting: readonly Waiting[], reason: "daily_limit" | "unavailable"): void {
    const { settings, recent } = this.#deps;
    const now = this.#deps.now();
    for (const { arrival, resolve } of waiting) {
      // The endpoint may have been deleted or paused while the request waited.
      const refusal = settings.captureRefusal(0, now);
      // A repeated call gets the result of the first one: its request is stored.
      const stored = refusal ? null : recent.find(arrival.nonce, now);
      if (stored) resolve(toCaptured(stored, settings.configured().settings));
      else resolve(refusal ?? this.#toRefusal(reason));
    }
  }

  #toRefusal(reason: "daily_limit" | "unavailable"): CaptureRefusal {
    if (reason === "unavailable") return { ok: false, reason };
    const limit = this.#deps.settings.configured().plan.maxDailyRequests ?? 0;
    return { ok: false, reason, limit, resetAt: nextUtcDay(this.#deps.now()) };
  }

  #commitLeased(batch: Waiting[]): void {
    const now = this.#deps.now();
    this.#commitWaiting(batch.splice(0, this.#deps.lease.available(now)), now);
  }

  #commitWaiting(batch: readonly Waiting[], now: number): void {
    if (batch.length === 0) return;
    if (this.#isGone(now)) return this.#refuse(batch, "unavailable");
    try {
      const results = this.#commit(
        batch.map(({ arrival }) => arrival),
        now,
      );
      // The runtime holds each reply back until the batch is durable (output gate).
      results.forEach((result, index) => batch[index]?.resolve(result));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** Whether the endpoint was deleted while its requests waited. */
  #isGone(now: number): boolean {
    const reason = this.#deps.settings.captureRefusal(0, now)?.reason;
    return reason === "endpoint_not_found" || reason === "unconfigured";
  }

  /**
   * Stores and broadcasts in one turn, so that frames leave in the order of `seq`. A request that
   * an earlier call stored is neither stored nor broadcast again. Requests that can't be stored,
   * because the disk or the store is full, are refused.
   */
  #commit(arrivals: readonly Arrival[], now: number): CaptureResult[] {
    const { settings, log, maintenance, listeners, recent } = this.#deps;
    const configured = settings.configured();
    const fresh = arrivals.filter(({ nonce }) => recent.find(nonce, now) === null);
    const stored = fresh.length > 0 ? tryToAppend(log, withoutRepeats(fresh), now) : [];
    recent.note(stored, now);
    if (stored.length > 0) {
      maintenance.afterAppend(configured.plan, now);
      listeners.broadcast(stored, now);
    }
    return arrivals.map(({ nonce }, index) => {
      // Nearly always, nothing was repeated.
      const request = stored.length === arrivals.length ? stored[index] : recent.find(nonce, now);
      return request ? toCaptured(request, configured.settings) : UNAVAILABLE;
    });
  }
}

/** Stores all of the requests or none. */
function tryToAppend(
  log: CommitQueueDeps["log"],
  arrivals: readonly Arrival[],
  now: number,
): StoredRequest[] {
  try {
    return log.append(arrivals, now);
  } catch (error) {
    console.error("Webhooks could not be stored.", error);
    return [];
  }
}

/** A call and its repetition may be committed together. */
function withoutRepeats(arrivals: readonly Arrival[]): readonly Arrival[] {
  if (arrivals.length === 1) return arrivals;
  const nonces = new Set<string>();
  return arrivals.filter(({ nonce }) => nonces.size !== nonces.add(nonce).size);
}

function toCaptured({ id, createdAt }: RecentCapture, settings: EndpointSettings): Captured {
  return { ok: true, id, timestamp: createdAt, ...customAnswer(settings) };
}

/** Empty if senders get the default response, as nearly all do. */
function customAnswer({ response, handshakes }: EndpointSettings): { answer?: AnswerSettings } {
  return response || handshakes.length > 0 ? { answer: { response, handshakes } } : {};
}
