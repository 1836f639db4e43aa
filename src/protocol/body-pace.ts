import { MINUTE_MS, SECOND_MS } from "./time-units.ts";

/** A large body must arrive within this time. */
export const BODY_DEADLINE_MS = 10 * MINUTE_MS;

/** In each of these intervals, at least `MIN_INTERVAL_BYTES` of a body must arrive. */
export const PACE_INTERVAL_MS = 30 * SECOND_MS;
export const MIN_INTERVAL_BYTES = 64 * 1024;

/** The sender of a body is slower than the least rate, or has exceeded the deadline. */
export class TooSlowError extends Error {
  override readonly name = "TooSlowError";
}

/**
 * Ends the reading of a body whose sender is too slow. A sender that sends a byte now and then would
 * otherwise occupy an upload, and keep its hub in memory, for as long as it likes.
 */
export class BodyPace {
  readonly #slow: Promise<never>;
  readonly #fail: (error: TooSlowError) => void;
  #received = 0;
  #intervals = 0;
  #timer: ReturnType<typeof setTimeout>;

  /** Starts the clock. Call `stop` in the end. */
  constructor() {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    [this.#slow, this.#fail] = [promise, reject];
    this.#timer = this.#nextCheck();
  }

  /**
   * Waits for a read.
   * @throws TooSlowError if the sender is too slow before that
   */
  during<Read>(read: Promise<Read>): Promise<Read> {
    return Promise.race([read, this.#slow]);
  }

  /** Notes that bytes have arrived. */
  note(bytes: number): void {
    this.#received += bytes;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #nextCheck(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#check(), PACE_INTERVAL_MS);
  }

  #check(): void {
    this.#intervals++;
    const isLate = this.#intervals * PACE_INTERVAL_MS >= BODY_DEADLINE_MS;
    if (isLate || this.#received < MIN_INTERVAL_BYTES) {
      return this.#fail(new TooSlowError("The body arrives too slowly."));
    }
    this.#received = 0;
    this.#timer = this.#nextCheck();
  }
}
