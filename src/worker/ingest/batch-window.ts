/** How often a waiting caller checks whether more callers are expected, in milliseconds. */
const CHECK_INTERVAL_MS = 2;

/** The longest time to wait for the next caller, however slow the last batch was. */
const MAX_PATIENCE_MS = 25;

/** The longest time that a batch waits, in addition to `#patienceMs`. */
const MAX_WAIT_MS = 10;

/** A batch or call that is older than this is considered lost, because its request has ended. */
const LOST_AFTER_MS = 100;

/** How many callers bypass before the next probe (see `BatchWindow`): initial value and maximum. */
const PROBE_AFTER = 64;
const MAX_PROBE_AFTER = 4_096;

/** Batching has paid off if it lasted for this many calls. */
const LASTING_CALLS = 8;

/**
 * Batches concurrent calls. A lone caller is not delayed, except by an occasional probe.
 *
 * - **Not batching**: each caller bypasses. Occasionally, a caller that arrives right after another
 *   is a probe: it waits a few milliseconds for one more caller. If none arrives, twice as many
 *   callers bypass before the next probe.
 * - **Batching**: callers wait until the batch is full. A batch is full when it has as many callers
 *   as the last call answered plus those that were waiting when it returned. Senders that post
 *   again after each reply therefore soon share one call, however many they are. The caller that
 *   fills the batch starts the call, so no timer delays it. If no caller has arrived for twice the
 *   time that the last batch took, the call starts without the missing callers. Batching ends when
 *   one caller would fill the batch.
 *
 * The runtime rounds timers up by a millisecond, enough time to handle a whole webhook. So a timer
 * is used only to stop waiting for missing callers.
 *
 * The callers belong to different requests of one isolate. A timer ends with the request that set
 * it, so a batch or call that is too old is considered lost. No timer is cleared, because a request
 * can't clear another request's timer. The order of arrival is kept.
 */
export class BatchWindow<Item> {
  readonly #flush: (items: Item[]) => Promise<void>;
  #waiting: Item[] = [];
  /** When the first waiting caller arrived. All times here are Unix milliseconds. */
  #openedAt = 0;
  #inFlight: { since: number } | null = null;
  /** How many callers make a full batch. If 1, callers bypass. */
  #target = 1;
  #returnedAt = 0;
  /** When the last caller arrived or the last call returned, whichever is later. */
  #activeAt = 0;
  /** How long to wait for the next caller. */
  #patienceMs = CHECK_INTERVAL_MS;
  #bypassed = 0;
  #probeAfter = PROBE_AFTER;
  /** Calls since batching began. */
  #calls = 0;

  /** @param flush makes the call for a batch; it must never reject */
  constructor(flush: (items: Item[]) => Promise<void>) {
    this.#flush = flush;
  }

  /** Decides whether a caller that arrives now bypasses. If false, call `add`. */
  tryBypass(now: number): boolean {
    if (this.#target > 1) return false;
    const isClose = now - this.#activeAt <= 1;
    this.#activeAt = now;
    if (++this.#bypassed < this.#probeAfter || !isClose) return true;
    [this.#target, this.#calls] = [2, 0];
    return false;
  }

  /** @returns whether others depend on this caller: it set their timer or makes their call */
  add(item: Item, now: number): boolean {
    this.#waiting.push(item);
    const isFirst = this.#waiting.length === 1;
    const isLate = !isFirst && now - this.#openedAt > LOST_AFTER_MS;
    this.#activeAt = now;
    const isComplete = isLate || !this.#mustWait(now);
    if (isComplete) this.#flushComplete(now);
    else if (isFirst) this.#open(now);
    return isComplete || isFirst;
  }

  #open(now: number): void {
    this.#openedAt = now;
    const batch = this.#waiting;
    const check = () => {
      if (this.#waiting !== batch) return;
      const at = Date.now();
      const isPatient = at - now < MAX_WAIT_MS + this.#patienceMs;
      if (isPatient && this.#mustWait(at)) setTimeout(check, CHECK_INTERVAL_MS);
      else this.#flushIncomplete(at);
    };
    setTimeout(check, CHECK_INTERVAL_MS);
  }

  #mustWait(now: number): boolean {
    const isInFlight = this.#inFlight !== null && now - this.#inFlight.since <= LOST_AFTER_MS;
    const areMoreExpected = now - this.#activeAt <= this.#patienceMs;
    return isInFlight || (areMoreExpected && this.#waiting.length < this.#target);
  }

  #flushComplete(now: number): void {
    const tookMs = now - Math.max(this.#returnedAt, this.#openedAt);
    this.#patienceMs = Math.min(Math.max(2 * tookMs, CHECK_INTERVAL_MS), MAX_PATIENCE_MS);
    this.#flushAll(now);
  }

  #flushIncomplete(now: number): void {
    this.#patienceMs = CHECK_INTERVAL_MS;
    this.#flushAll(now);
  }

  #flushAll(now: number): void {
    const items = this.#waiting;
    this.#waiting = [];
    const call = { since: now };
    this.#inFlight = call;
    void this.#flush(items).then(() => {
      // If this call took too long, another may have started meanwhile.
      if (this.#inFlight === call) this.#end(items.length);
    });
  }

  #end(answered: number): void {
    this.#inFlight = null;
    this.#activeAt = this.#returnedAt = Date.now();
    this.#calls++;
    this.#target = answered + this.#waiting.length;
    if (this.#target > 1) return;
    this.#bypassed = 0;
    const hasPaidOff = this.#calls >= LASTING_CALLS;
    this.#probeAfter = hasPaidOff ? PROBE_AFTER : Math.min(2 * this.#probeAfter, MAX_PROBE_AFTER);
  }
}
