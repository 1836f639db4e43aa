/** As long as is waited for as many as came together last; they come back within this, or not. */
const GATHER_MS = 2;

/** A round that is still open after this has lost the request whose timer was to close it. */
const LOST_AFTER_MS = 100;

/**
 * Brings together what arrives at about the same time.
 *
 * To do one thing for many costs hardly more than to do it for one; but who comes alone must not
 * wait for company. So an arrival passes at once where no more than one came before it, and none
 * in this millisecond. Else as many are waited for as came together last, and then a turn of the
 * event loop for one more. Order of arrival is kept.
 *
 * Arrivals may belong to different requests of one isolate: a timer is then the one's that set it
 * and goes with it. Nothing here is cleared, for none can clear another's timer; the first that
 * comes ends the round, so that on a busy machine none that arrives puts off those before it.
 */
export class Gathering<Item> {
  readonly #handOn: (items: Item[]) => Promise<void> | void;
  #items: Item[] = [];
  /** How many times something arrived in this round. */
  #arrivals = 0;
  /** What arrives joins those that wait: they will be handed on. */
  #isOpen = false;
  #openedAt = 0;
  /** Stands for what is being gathered; null while what was gathered is being handed on. */
  #round: object | null = null;
  /** How many came together last. */
  #expected = 1;
  /** When the last one came that was alone, in Unix milliseconds. */
  #aloneAt = 0;

  /** @param handOn takes what came together; while its promise is pending, more is gathered */
  constructor(handOn: (items: Item[]) => Promise<void> | void) {
    this.#handOn = handOn;
  }

  /** How many items wait to be handed on. */
  get waiting(): number {
    return this.#items.length;
  }

  /** Whether who arrives now is alone, and is to go on at once. Else `add` what came. */
  letsPass(): boolean {
    const now = Date.now();
    const isAlone = !this.#isOpen && this.#expected <= 1 && this.#aloneAt !== now;
    if (isAlone) this.#aloneAt = now;
    return isAlone;
  }

  /**
   * Takes what arrives as one.
   * @returns whether a timer was set: what others wait for then hangs on who called
   */
  add(items: readonly Item[]): boolean {
    this.#items.push(...items);
    this.#arrivals++;
    if (!this.#isOpen) this.#open();
    else if (this.#isDue()) this.#closeIn(0);
    else return false;
    return true;
  }

  #open(): void {
    this.#isOpen = true;
    this.#round = {};
    this.#openedAt = Date.now();
    this.#closeIn(this.#expected <= 1 ? 0 : GATHER_MS);
  }

  #isDue(): boolean {
    if (this.#round === null) return false;
    return this.#arrivals === this.#expected || Date.now() - this.#openedAt > LOST_AFTER_MS;
  }

  /**
   * A timer of 0, not a microtask: each call is an event of its own, and only a turn of the event
   * loop lets those that are already queued in.
   */
  #closeIn(ms: number): void {
    const round = this.#round;
    setTimeout(() => {
      if (this.#round === round) this.#close();
    }, ms);
  }

  #close(): void {
    this.#round = null;
    this.#expected = this.#arrivals;
    this.#arrivals = 0;
    const done = this.#handOn(this.#items.splice(0));
    if (done) void done.then(() => this.#reopen());
    else this.#isOpen = false;
  }

  #reopen(): void {
    this.#isOpen = false;
    if (this.#items.length > 0) this.#open();
  }
}
