/** How long to wait for the senders of the last batch to post again. */
const BATCH_WINDOW_MS = 2;

/** The most requests per millisecond from a single sender that posts again after each reply. */
const MAX_LONE_PER_MS = 2;

/**
 * Batches the items that arrive at a hub at about the same time, from any isolate.
 *
 * One commit for many items costs hardly more than a commit for one, but an item that arrives
 * alone must not wait. So an arrival bypasses the batcher if the last batch had a single arrival
 * and few arrived in this millisecond. Otherwise the batcher waits until this batch is as large
 * as the last one, at most `BATCH_WINDOW_MS`, then for one turn of the event loop. The order of
 * arrival is kept.
 */
export class CommitBatcher<Item> {
  readonly #flush: (items: Item[]) => Promise<void> | void;
  #items: Item[] = [];
  /** How many arrivals this batch has. One arrival may consist of several items. */
  #arrivals = 0;
  /** True while a batch is collected or flushed. New arrivals must wait then. */
  #isOpen = false;
  /** Identifies the batch that is being collected; null while a batch is being flushed. */
  #batch: object | null = null;
  /** How many arrivals the last batch had. */
  #expected = 1;
  /** The last millisecond with an attempt to bypass (Unix time), and how many succeeded. */
  #bypassedAt = 0;
  #bypassed = 0;

  /** @param flush takes a batch; while its promise is pending, the next batch is collected */
  constructor(flush: (items: Item[]) => Promise<void> | void) {
    this.#flush = flush;
  }

  /** How many items wait to be flushed. */
  get waiting(): number {
    return this.#items.length;
  }

  /**
   * Decides whether an arrival bypasses the batcher. If false, call `add`.
   * @param now Unix milliseconds
   */
  tryBypass(now: number): boolean {
    if (now !== this.#bypassedAt) [this.#bypassedAt, this.#bypassed] = [now, 0];
    const isAlone = !this.#isOpen && this.#expected <= 1 && this.#bypassed < MAX_LONE_PER_MS;
    if (isAlone) this.#bypassed++;
    return isAlone;
  }

  /** Adds the items of one arrival. */
  add(items: readonly Item[]): void {
    this.#items.push(...items);
    this.#arrivals++;
    if (!this.#isOpen) this.#open();
    else if (this.#batch !== null && this.#arrivals === this.#expected) this.#closeIn(0);
  }

  #open(): void {
    this.#isOpen = true;
    this.#batch = {};
    this.#closeIn(this.#expected <= 1 ? 0 : BATCH_WINDOW_MS);
  }

  /**
   * Uses a timer even for 0 ms. Each RPC call is an event of its own, so a microtask would run
   * before the calls that are already queued.
   */
  #closeIn(ms: number): void {
    const batch = this.#batch;
    setTimeout(() => {
      if (this.#batch === batch) this.#close();
    }, ms);
  }

  #close(): void {
    this.#batch = null;
    this.#expected = this.#arrivals;
    this.#arrivals = 0;
    const done = this.#flush(this.#items.splice(0));
    if (done) void done.then(() => this.#reopen());
    else this.#isOpen = false;
  }

  #reopen(): void {
    this.#isOpen = false;
    if (this.#items.length > 0) this.#open();
  }
}
