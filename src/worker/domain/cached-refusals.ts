import { SECOND_MS } from "../../protocol/time-units.ts";
import type { CaptureRefusal } from "../hub/contract/results.ts";

type Reason = CaptureRefusal["reason"];

/** A larger plan, or an endpoint that exists again, accepts webhooks after this time at the latest. */
const KEEP_MS = 5 * SECOND_MS;

/** Shorter, because an owner who resumes an endpoint tries it right away. */
const KEEP_SUSPENDED_MS = SECOND_MS;

/** How long each refusal is repeated. `payload_too_large` is not: the next body may be smaller. */
const KEEP: Partial<Record<Reason, number>> = {
  endpoint_not_found: KEEP_MS,
  endpoint_expired: KEEP_MS,
  daily_limit: KEEP_MS,
  // Senders are told to try again after this time.
  endpoint_rate: SECOND_MS,
  paused: KEEP_SUSPENDED_MS,
  endpoint_read_only: KEEP_SUSPENDED_MS,
};

/** How many endpoints an isolate remembers. An entry takes some 200 bytes. */
const MAX_ENDPOINTS = 10_000;

interface Entry {
  refusal: CaptureRefusal;
  /** When the hub was asked, and until when its answer counts (Unix milliseconds). */
  askedAt: number;
  until: number;
}

/**
 * The endpoints that have just refused a webhook. A flood of webhooks that are refused anyway then
 * costs one call to the hub instead of one each. An entry concerns only its own endpoint.
 */
export class CachedRefusals {
  readonly #entries = new Map<string, Entry>();
  #changes = 0;

  /** How often an endpoint's settings have changed. Read it before a call, and pass it to `note`. */
  get changes(): number {
    return this.#changes;
  }

  /** The refusal to repeat; null if the hub must be asked. @param now Unix milliseconds */
  find(endpointId: string, now: number): CaptureRefusal | null {
    // Nearly always, no endpoint refuses anything.
    if (this.#entries.size === 0) return null;
    const entry = this.#entries.get(endpointId);
    if (!entry) return null;
    // A clock that was set back must not extend the time.
    if (now >= entry.askedAt && now < entry.until) return entry.refusal;
    this.#entries.delete(endpointId);
    return null;
  }

  /**
   * Notes a hub's refusal.
   * @param askedAt when the call began, in Unix milliseconds. The call's end would be too late, because
   *   the hub may have decided long before that
   * @param changes what `changes` was when the call began. If it has grown, the refusal may be from
   *   before the change
   */
  note(endpointId: string, refusal: CaptureRefusal, askedAt: number, changes: number): void {
    const keepMs = KEEP[refusal.reason];
    if (keepMs === undefined || changes !== this.#changes) return;
    const resetAt = "resetAt" in refusal ? refusal.resetAt : Infinity;
    const until = Math.min(askedAt + keepMs, resetAt);
    this.#entries.delete(endpointId);
    if (this.#entries.size >= MAX_ENDPOINTS) this.#deleteOldest();
    this.#entries.set(endpointId, { refusal, askedAt, until });
  }

  /** Forgets an endpoint's refusal, because its settings changed. */
  forget(endpointId: string): void {
    this.#entries.delete(endpointId);
    this.#changes += 1;
  }

  #deleteOldest(): void {
    for (const [endpointId] of this.#entries) return void this.#entries.delete(endpointId);
  }
}

/** The refusals that this isolate remembers. */
export const cachedRefusals = new CachedRefusals();
