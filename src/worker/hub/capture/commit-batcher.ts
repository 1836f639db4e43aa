/** As long as is waited for as many as came together last; they come back within this, or not. */
const GATHER_MS = 2;

/** One sender alone, who posts again once it was answered, comes so often in a millisecond. */
const ALONE_IN_A_MS = 2;

/**
 * Brings together what arrives at a hub at about the same time, from wherever.
 *
 * To do one thing for many costs hardly more than to do it for one; but who comes alone must not
 * wait for company. So an arrival passes at once where no more than one came before it, and few
 * in this millisecond. Else as many are waited for as came together last, and then a turn of the
 * event loop for one more. Order of arrival is kept.
 */
export class Gathering<Item> {
  readonly #handOn: (items: Item[]) => Promise<void> | void;
  #items: Item[] = [];
  /** How many times something arrived in this round. */
  #arrivals = 0;
  /** What arrives joins those that wait: they will be handed on. */
  #isOpen = false;
  /** Stands for what is being gathered; null while what was gathered is being handed on. */
  #round: object | null = null;
  /** How many came together last. */
  #expected = 1;
  /** The last millisecond in which one passed, in Unix time, and how many did. */
  #passedAt = 0;
  #passed = 0;

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
    if (now !== this.#passedAt) [this.#passedAt, this.#passed] = [now, 0];
    const isAlone = !this.#isOpen && this.#expected <= 1 && this.#passed < ALONE_IN_A_MS;
    if (isAlone) this.#passed++;
    return isAlone;
  }

  /** Takes what arrives as one. */
  add(items: readonly Item[]): void {
    this.#items.push(...items);
    this.#arrivals++;
    if (!this.#isOpen) this.#open();
    else if (this.#round !== null && this.#arrivals === this.#expected) this.#closeIn(0);
  }

  #open(): void {
    this.#isOpen = true;
    this.#round = {};
    this.#closeIn(this.#expected <= 1 ? 0 : GATHER_MS);
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
