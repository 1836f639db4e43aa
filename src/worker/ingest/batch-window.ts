/** How often one that waits looks whether others are still to be expected, in milliseconds. */
const LOOK_MS = 2;

/** As long as the next is waited for at most, however long they took before. */
const MAX_PATIENCE_MS = 25;

/** As long as one waits in all, the patience aside, for others and for a call under way. */
const MAX_WAIT_MS = 10;

/** What is older hung on a request that is gone: nothing is waited for it. */
const LOST_AFTER_MS = 100;

/** How many pass alone before one waits for a second: at first, and at most. */
const TRY_AFTER = 64;
const TRY_AFTER_AT_MOST = 4_096;

/** Being together has paid where it lasted for so many calls. */
const LASTING_CALLS = 8;

/**
 * Lets calls be shared by those who come at the same time, and costs nothing who comes alone.
 *
 * - Apart: each passes at once. Now and then one that follows closely on another waits for a
 *   second to come, a few milliseconds at most. Where none does, it is tried half as often.
 * - Together: who comes waits until all have come that were there before: those that the last
 *   call answered, and those that waited meanwhile. Senders that post again once they were
 *   answered thus soon share one call, however many they are; and nobody waits for a timer, as
 *   the last that comes starts the call. Those that fail to come are given up, once none came for
 *   twice as long as all took last time. Where one is left alone, each passes again.
 *
 * Timers of the runtime round up by a millisecond, in which a webhook would be done: they end
 * waiting only where others fail to come.
 *
 * Arrivals belong to different requests of one isolate: a timer is the one's that set it and goes
 * with it. So nothing here is cleared, for none can clear another's timer, and what is too old is
 * taken for lost. Order of arrival is kept.
 */
export class Coalescing<Item> {
  readonly #handOn: (items: Item[]) => Promise<void>;
  #waiting: Item[] = [];
  /** When the first of those came that wait, in Unix milliseconds; so are all times here. */
  #openedAt = 0;
  #underWay: { since: number } | null = null;
  /** How many are to wait before they go on together; 1: each passes. */
  #target = 1;
  #returnedAt = 0;
  /** When one came, or a call returned. */
  #seenAt = 0;
  /** As long as the next is waited for. */
  #patienceMs = LOOK_MS;
  #passed = 0;
  #tryAfter = TRY_AFTER;
  /** Since each does not pass any more. */
  #calls = 0;

  /** @param handOn makes the call for those that came together; it never rejects */
  constructor(handOn: (items: Item[]) => Promise<void>) {
    this.#handOn = handOn;
  }

  /** Whether who arrives now is to go on at once, alone. Else `add` what came. */
  letsPass(): boolean {
    if (this.#target > 1) return false;
    const now = Date.now();
    const isClose = now - this.#seenAt <= 1;
    this.#seenAt = now;
    if (++this.#passed < this.#tryAfter || !isClose) return true;
    [this.#target, this.#calls] = [2, 0];
    return false;
  }

  /** @returns whether what others wait for hangs on who called: it set a timer, or calls for them */
  add(item: Item): boolean {
    const now = Date.now();
    this.#waiting.push(item);
    const isFirst = this.#waiting.length === 1;
    const isLate = !isFirst && now - this.#openedAt > LOST_AFTER_MS;
    this.#seenAt = now;
    const goesOn = isLate || !this.#mustWait(now);
    if (goesOn) this.#goComplete(now);
    else if (isFirst) this.#open(now);
    return goesOn || isFirst;
  }

  #open(now: number): void {
    this.#openedAt = now;
    const round = this.#waiting;
    const look = () => {
      if (this.#waiting !== round) return;
      const at = Date.now();
      const isPatient = at - now < MAX_WAIT_MS + this.#patienceMs;
      if (isPatient && this.#mustWait(at)) setTimeout(look, LOOK_MS);
      else this.#goWithout(at);
    };
    setTimeout(look, LOOK_MS);
  }

  #mustWait(now: number): boolean {
    const isUnderWay = this.#underWay !== null && now - this.#underWay.since <= LOST_AFTER_MS;
    const areExpected = now - this.#seenAt <= this.#patienceMs;
    return isUnderWay || (areExpected && this.#waiting.length < this.#target);
  }

  #goComplete(now: number): void {
    const tookMs = now - Math.max(this.#returnedAt, this.#openedAt);
    this.#patienceMs = Math.min(Math.max(2 * tookMs, LOOK_MS), MAX_PATIENCE_MS);
    this.#go(now);
  }

  #goWithout(now: number): void {
    this.#patienceMs = LOOK_MS;
    this.#go(now);
  }

  #go(now: number): void {
    const items = this.#waiting;
    this.#waiting = [];
    const call = { since: now };
    this.#underWay = call;
    void this.#handOn(items).then(() => {
      // Another may have been begun, where this one took too long.
      if (this.#underWay === call) this.#end(items.length);
    });
  }

  #end(answered: number): void {
    this.#underWay = null;
    this.#seenAt = this.#returnedAt = Date.now();
    this.#calls++;
    this.#target = answered + this.#waiting.length;
    if (this.#target > 1) return;
    this.#passed = 0;
    const hasPaid = this.#calls >= LASTING_CALLS;
    this.#tryAfter = hasPaid ? TRY_AFTER : Math.min(2 * this.#tryAfter, TRY_AFTER_AT_MOST);
  }
}
