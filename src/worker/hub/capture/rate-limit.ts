import { RATE_BURST_SECONDS } from "../../../protocol/plans.ts";
import { SECOND_MS } from "../../../protocol/time-units.ts";
import type { QuotaRefusal } from "../contract/results.ts";

/**
 * Limits the webhooks a second of one endpoint with a token bucket: each webhook takes a token, and
 * as many tokens as the plan allows webhooks are added every second. The bucket is only in memory:
 * after an eviction it is full, which costs no write and lets at most one more burst pass.
 */
export class RateLimit {
  /** More than any capacity, so the bucket starts full. */
  #tokens = Infinity;
  /** When tokens were last added (Unix milliseconds). */
  #filledAt = 0;

  /**
   * Takes a token for one webhook.
   * @param perSecond the plan's limit; null: none
   * @param now Unix milliseconds
   * @returns null if the webhook is accepted
   */
  take(perSecond: number | null, now: number): QuotaRefusal | null {
    if (perSecond === null) return null;
    // A clock that was set back must neither take tokens nor stop the bucket from filling.
    const elapsedMs = Math.max(0, now - this.#filledAt);
    const added = (elapsedMs * perSecond) / SECOND_MS;
    this.#tokens = Math.min(this.#tokens + added, perSecond * RATE_BURST_SECONDS);
    this.#filledAt = now;
    if (this.#tokens < 1) {
      return { ok: false, reason: "endpoint_rate", limit: perSecond, resetAt: now + SECOND_MS };
    }
    this.#tokens -= 1;
    return null;
  }
}
