import type { StoredRequest } from "../../protocol/captured-request.ts";
import type { Arrival } from "./request-log.ts";

/** One more than the account may take in today, or the account could not be asked. */
type Refused = "daily_limit" | "unavailable";

/** What became of a request. */
export type IntakeResult = { stored: StoredRequest } | { refused: Refused };

/** What the intake works with. */
export interface IntakeParts {
  /** Stores a batch and broadcasts it; throws where nothing of it was stored. */
  commit(batch: Arrival[]): StoredRequest[];
  /** How many requests may be taken in without asking. */
  available(): number;
  /** Asks for leave to take in more; says whether any was given. */
  refill(wanted: number): Promise<boolean>;
}

interface Waiting {
  incoming: Arrival;
  resolve: (result: IntakeResult) => void;
  reject: (reason: unknown) => void;
}

/** As long as is waited for as many as came together last; they come back within this, or not. */
const GATHER_MS = 2;

/**
 * Hands on what arrives: at once where it comes alone, and gathered where much comes together.
 *
 * One transaction for many requests (group commit) costs hardly more than one for a single one,
 * and that is what most of the work is; but who comes alone must not wait for company. So a request
 * is committed on the spot where the batch before it was no larger than one, and nothing came in
 * this millisecond. Else as many are waited for as came last, and then a turn of the event loop
 * for one more. Order of arrival is order of commit; nobody is answered before the commit of its
 * own batch.
 */
export class Intake {
  readonly #parts: IntakeParts;
  #waiting: Waiting[] = [];
  /** A flush is under way or will come: what arrives joins those that wait. */
  #isGathering = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** How many came together last. */
  #expected = 1;
  /** When the last one was committed that came alone, in Unix milliseconds. */
  #aloneAt = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** How many requests wait to be committed. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves once the request is committed or refused; rejects where its batch failed. */
  add(incoming: Arrival): Promise<IntakeResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ incoming, resolve, reject });
      if (!this.#isGathering) this.#begin(Date.now());
      else if (this.#timer !== null && this.#waiting.length === this.#expected) this.#flushIn(0);
    });
  }

  #begin(now: number): void {
    const isIdle = this.#expected <= 1 && this.#aloneAt !== now && this.#parts.available() > 0;
    if (isIdle) {
      this.#aloneAt = now;
      return this.#commit(this.#waiting.splice(0));
    }
    this.#isGathering = true;
    this.#flushIn(this.#expected <= 1 ? 0 : GATHER_MS);
  }

  /**
   * A timer of 0, not a microtask: each RPC call is an event of its own, and only a turn of the
   * event loop lets those that are already queued in.
   */
  #flushIn(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#flush();
    }, ms);
  }

  /** Commits what may be taken in; asks for the rest, while what arrives queues up behind it. */
  async #flush(): Promise<void> {
    this.#expected = this.#waiting.length;
    this.#commit(this.#waiting.splice(0, this.#parts.available()));
    while (this.#waiting.length > 0) {
      const wanted = this.#waiting.length;
      try {
        // Once more where it fails: at worst that strands a grant until the next day.
        const refill = () => this.#parts.refill(wanted);
        const isGranted = await refill().catch(refill);
        if (isGranted) this.#commit(this.#waiting.splice(0, this.#parts.available()));
        else this.#refuse(this.#waiting.splice(0, wanted), "daily_limit");
      } catch (error) {
        console.warn("intake: the account could not be asked for leave", error);
        this.#refuse(this.#waiting.splice(0, wanted), "unavailable");
      }
    }
    this.#isGathering = false;
  }

  #refuse(late: Waiting[], refused: Refused): void {
    for (const { resolve } of late) resolve({ refused });
  }

  #commit(batch: Waiting[]): void {
    if (batch.length === 0) return;
    try {
      const stored = this.#parts.commit(batch.map(({ incoming }) => incoming));
      // The runtime holds each reply back until the batch is durable (output gate).
      stored.forEach((request, index) => batch[index]?.resolve({ stored: request }));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
