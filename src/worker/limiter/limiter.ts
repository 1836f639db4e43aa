import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { requireSpoken } from "../hub/contract/version.ts";

/** How many keys an object counts at a time, in some two megabytes. */
const MAX_KEYS = 10_000;

/** The events of one key since `startedAt` (Unix milliseconds). */
interface Counter {
  count: number;
  startedAt: number;
}

/**
 * Counts events by key, such as calls by the hash of a caller's network, and refuses those beyond a
 * limit. The counters are only in memory: a restart forgets them, which costs no write and lets a few
 * more events pass. Nothing uses this class yet: a class can't be added in a gradual deployment, so it
 * has to exist in the version before the one that uses it.
 */
export class Limiter extends DurableObject<Env> {
  /** In the order in which their windows began. */
  readonly #counters = new Map<string, Counter>();

  /**
   * Counts one event.
   * @param key a hash, so that nothing here names a caller
   * @param max how many events of a key are allowed in a window
   * @param windowMs the length of a window, which begins with the first event
   * @returns null if the event is allowed, otherwise when the window ends (Unix milliseconds)
   */
  take(key: string, max: number, windowMs: number, version?: number): number | null {
    requireSpoken(version);
    const now = Date.now();
    const counter = this.#current(key, windowMs, now) ?? this.#begin(key, now);
    if (counter.count >= max) return counter.startedAt + windowMs;
    counter.count += 1;
    return null;
  }

  /** The key's counter; undefined if its window has ended, or the clock was set back. */
  #current(key: string, windowMs: number, now: number): Counter | undefined {
    const counter = this.#counters.get(key);
    const age = now - (counter?.startedAt ?? 0);
    return age >= 0 && age < windowMs ? counter : undefined;
  }

  #begin(key: string, now: number): Counter {
    this.#counters.delete(key);
    if (this.#counters.size >= MAX_KEYS) this.#deleteOldest();
    const counter = { count: 0, startedAt: now };
    this.#counters.set(key, counter);
    return counter;
  }

  #deleteOldest(): void {
    for (const [key] of this.#counters) return void this.#counters.delete(key);
  }
}
