import type { StoredRequest } from "../../../protocol/captured-request.ts";
import { SECOND_MS } from "../../../protocol/time-units.ts";

/** The runtime and the worker repeat a call for ten seconds. After twice that, none is in transit. */
const REMEMBER_MS = 20 * SECOND_MS;

/** Which digits of a request's id come from its nonce; see `mintRequestId`. */
const NONCE_DIGITS = 15;

/** A stored request, as far as a repeated call needs it. */
export type RecentCapture = Pick<StoredRequest, "id" | "createdAt">;

/**
 * The requests that were stored in the last seconds, by nonce. If a hub is reset during a call, the
 * caller can't know whether its webhooks were stored, and repeats the call. Those that were stored
 * are found here. They cost no index and no write: a request's id contains its nonce, so a hub that
 * has just started reads them from the newest rows.
 */
export class RecentCaptures {
  readonly #sql: SqlStorage;
  /** Two generations: the older one is dropped when the newer one is as old as `REMEMBER_MS`. */
  #newer = new Map<string, RecentCapture>();
  #older = new Map<string, RecentCapture>();
  #newerSince = 0;
  #isLoaded = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The stored request with this nonce; null if there is none. @param now Unix milliseconds */
  find(nonce: string, now: number): RecentCapture | null {
    if (!this.#isLoaded) this.#load(now);
    const digits = nonce.slice(NONCE_DIGITS);
    return this.#newer.get(digits) ?? this.#older.get(digits) ?? null;
  }

  /** Remembers requests that were just stored. */
  note(stored: readonly RecentCapture[], now: number): void {
    // Also after the clock was set back: otherwise, nothing is forgotten until it has caught up.
    if (Math.abs(now - this.#newerSince) > REMEMBER_MS) {
      [this.#older, this.#newer, this.#newerSince] = [this.#newer, new Map(), now];
    }
    for (const { id, createdAt } of stored) {
      this.#newer.set(id.slice(NONCE_DIGITS), { id, createdAt });
    }
  }

  /** Reads the newest rows until one is too old. A hub that was idle reads one row. */
  #load(now: number): void {
    this.#isLoaded = true;
    const query = "SELECT id, created_at AS createdAt FROM requests ORDER BY seq DESC";
    for (const row of this.#sql.exec<RecentCapture>(query)) {
      if (row.createdAt < now - REMEMBER_MS) break;
      this.note([row], now);
    }
  }
}
