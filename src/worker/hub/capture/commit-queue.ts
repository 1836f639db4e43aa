import type { StoredRequest } from "../../../protocol/captured-request.ts";
import { Gathering } from "./commit-batcher.ts";
import type { Arrival } from "../log/request-log.ts";

/** One more than the account may take in today, or the account could not be asked. */
type Refused = "daily_limit" | "unavailable";

/** What became of a request. */
export type IntakeResult = { stored: StoredRequest } | { refused: Refused };

/** What the intake works with. */
export interface IntakeParts {
  /** Stores a batch and broadcasts it; throws where nothing of it was stored. */
  commit(batch: readonly Arrival[]): StoredRequest[];
  /** How many requests may be taken in without asking. */
  available(): number;
  /** Asks for leave to take in more; says whether any was given. */
  refill(wanted: number): Promise<boolean>;
}

interface Waiting {
  incoming: Arrival;
  end: (result: IntakeResult) => void;
  fail: (reason: unknown) => void;
}

/**
 * Takes in what arrives: commits it, in batches, as far as the account allows. Order of arrival is
 * order of commit; nobody is answered before the commit of their own batch.
 */
export class Intake {
  readonly #parts: IntakeParts;
  readonly #gathering = new Gathering<Waiting>((batch) => this.#takeIn(batch));
  /** Those whose batch is being taken in. */
  #pending = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** How many requests wait to be committed. */
  get waiting(): number {
    return this.#pending + this.#gathering.waiting;
  }

  /**
   * Commits what arrives as one, at once, where nobody is to be waited for; null: `add` it.
   * @throws where nothing of it was stored
   */
  passAtOnce(arrivals: readonly Arrival[]): StoredRequest[] | null {
    const isGranted = arrivals.length <= this.#parts.available();
    return isGranted && this.#gathering.letsPass() ? this.#parts.commit(arrivals) : null;
  }

  /**
   * Takes what arrives as one, one or more; resolves once each is committed or refused.
   * @throws where a batch with one of them could not be stored
   */
  add(arrivals: readonly Arrival[]): Promise<IntakeResult[]> {
    const { promise, resolve, reject: fail } = Promise.withResolvers<IntakeResult[]>();
    const results: IntakeResult[] = [];
    const end = (result: IntakeResult) => {
      // Order of arrival is order of commit.
      if (results.push(result) === arrivals.length) resolve(results);
    };
    this.#gathering.add(arrivals.map((incoming) => ({ incoming, end, fail })));
    return promise;
  }

  #takeIn(batch: Waiting[]): Promise<void> | void {
    if (batch.length > this.#parts.available()) return this.#takeInSlowly(batch);
    this.#commit(batch);
  }

  /** Commits what may be taken in; asks for the rest, while what arrives queues up behind it. */
  async #takeInSlowly(batch: Waiting[]): Promise<void> {
    this.#commit(batch.splice(0, this.#parts.available()));
    for (this.#pending = batch.length; batch.length > 0; this.#pending = batch.length) {
      const wanted = batch.length + this.#gathering.waiting;
      try {
        // Once more where it fails: at worst that strands a grant until the next day.
        const refill = () => this.#parts.refill(wanted);
        const isGranted = await refill().catch(refill);
        if (isGranted) this.#commit(batch.splice(0, this.#parts.available()));
        else this.#refuse(batch.splice(0), "daily_limit");
      } catch (error) {
        console.warn("intake: the account could not be asked for leave", error);
        this.#refuse(batch.splice(0), "unavailable");
      }
    }
  }

  #refuse(late: readonly Waiting[], refused: Refused): void {
    for (const { end } of late) end({ refused });
  }

  #commit(batch: readonly Waiting[]): void {
    if (batch.length === 0) return;
    try {
      const stored = this.#parts.commit(batch.map(({ incoming }) => incoming));
      // The runtime holds each reply back until the batch is durable (output gate).
      stored.forEach((request, index) => batch[index]?.end({ stored: request }));
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }
}
