import {
  ASSUMED_READ_MS,
  CLOSE_ABOVE_BYTES,
  OMIT_BODIES_ABOVE_BYTES,
} from "../../../protocol/unread-limits.ts";

/** Bytes are counted in steps of this size, so that few times need to be kept. */
const STEP_BYTES = 1024 * 1024;

/** `behind`: send it no bodies. `lost`: close it. */
export type Progress = "in time" | "behind" | "lost";

/**
 * Counts the bytes that a listener was sent and may not have read. The runtime keeps unread frames in
 * memory without a limit and does not say how many there are.
 */
export class UnreadBytes {
  #sentAt: number[];
  #rest = 0;
  /** Whether the listener was in time, and no step was counted after that. */
  #isInTime: boolean;

  /** @param sentAt the `sentAt` of an earlier object for the same listener */
  constructor(sentAt: readonly number[] = []) {
    this.#sentAt = [...sentAt];
    this.#isInTime = sentAt.length === 0;
  }

  /** When each step was full, in Unix milliseconds: the state to keep during hibernation. */
  get sentAt(): number[] {
    return this.#sentAt;
  }

  /**
   * Counts bytes that are sent.
   * @returns whether `sentAt` has changed
   */
  add(bytes: number, now: number): boolean {
    this.#rest += bytes;
    if (this.#rest < STEP_BYTES) return false;
    for (; this.#rest >= STEP_BYTES; this.#rest -= STEP_BYTES) this.#sentAt.push(now);
    this.#isInTime = false;
    return true;
  }

  /**
   * How far behind the listener may be.
   * @param pingedAt returns the time of its last ping in Unix milliseconds, or null. Called rarely
   */
  progress(now: number, pingedAt: () => number | null): Progress {
    if (this.#isInTime) return "in time";
    const readAt = pingedAt() ?? now - ASSUMED_READ_MS;
    // After the clock was set back, earlier bytes would count as unread until it has caught up.
    this.#sentAt = this.#sentAt.filter((at) => at > readAt && at <= now);
    const bytes = this.#sentAt.length * STEP_BYTES;
    if (bytes >= CLOSE_ABOVE_BYTES) return "lost";
    if (bytes >= OMIT_BODIES_ABOVE_BYTES) return "behind";
    this.#isInTime = true;
    return "in time";
  }
}
