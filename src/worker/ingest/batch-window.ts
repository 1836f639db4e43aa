/** How often a waiting caller checks whether others are still expected, in milliseconds. */
const CHECK_INTERVAL_MS = 2;

/** The longest time to wait for the next caller, however slow the last batch was. */
const MAX_PATIENCE_MS = 25;

/** The longest time that a batch waits for callers and for a call in flight, beside the patience. */
const MAX_WAIT_MS = 10;

/** A batch or a call that is older belongs to a request that has ended: nothing waits for it. */
const LOST_AFTER_MS = 100;

/** How many callers bypass before one is made to wait for a second: at first, and at most. */
const PROBE_AFTER = 64;
const MAX_PROBE_AFTER = 4_096;

/** Batching has paid off if it went on for this many calls. */
const LASTING_CALLS = 8;

/**
 * Batches concurrent calls. A caller on its own is not delayed, except for an occasional probe.
 *
 * - Apart: each caller bypasses. Now and then a caller that follows closely on another is made to
 *   wait a few milliseconds for a second one. If none comes, the next probe is half as likely.
 * - Together: a caller waits until as many have come as there were before: those that the last
 *   call answered and those that waited meanwhile. Senders that post again after each reply
 *   therefore soon share one call, however many they are. No timer delays them, because the last
 *   caller to arrive starts the call. Missing callers are given up once none has come for twice
 *   the time that the last batch took. When a single caller is left, callers bypass again.
 *
 * The runtime rounds timers up by a millisecond, in which a webhook could be done. So a timer only
 * ends a wait for callers that do not come.
 *
 * Callers belong to different requests of one isolate, and a timer ends with the request that set
 * it. So no timer is cleared here, since a request can't clear the timer of another, and anything
 * too old is considered lost. The order of arrival is kept.
 */
export class BatchWindow<Item> {
  readonly #flush: (items: Item[]) => Promise<void>;
  #waiting: Item[] = [];
  /** When the first waiting caller arrived. All times here are Unix milliseconds. */
  #openedAt = 0;
  #inFlight: { since: number } | null = null;
  /** How many callers make a full batch; 1: each bypasses. */
  #target = 1;
  #returnedAt = 0;
  /** When the last caller arrived or the last call returned. */
  #activeAt = 0;
  /** How long to wait for the next caller. */
  #patienceMs = CHECK_INTERVAL_MS;
  #bypassed = 0;
  #probeAfter = PROBE_AFTER;
  /** Calls since callers last bypassed. */
  #calls = 0;

  /** @param flush makes the call for a batch; it must never reject */
  constructor(flush: (items: Item[]) => Promise<void>) {
    this.#flush = flush;
  }

  /** Whether a caller that arrives now goes on alone, without waiting. If false, call `add`. */
  canBypass(now: number): boolean {
    if (this.#target > 1) return false;
    const isClose = now - this.#activeAt <= 1;
    this.#activeAt = now;
    if (++this.#bypassed < this.#probeAfter || !isClose) return true;
    [this.#target, this.#calls] = [2, 0];
    return false;
  }

  /** @returns whether other callers depend on this one: it set a timer or makes the call for them */
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
