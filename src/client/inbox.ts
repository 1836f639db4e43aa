import type { ReceivedRequest } from "./listen-options.ts";

/** What is held for a consumer that is slower than the traffic; the rest is fetched again. */
const MAX_HELD_REQUESTS = 500;
const MAX_HELD_CHARACTERS = 16 * 1024 * 1024;

/** Replays can't be fetched again; more than this at once are somebody's mistake. */
const MAX_HELD_REPLAYS = 100;

/**
 * What has come in and was not handed over yet, in the order of its numbers, each once.
 *
 * It is bounded: what does not fit, or comes behind a gap, is only noted as missing. From then on
 * nothing is taken from the socket until what is missing was fetched, so that order holds.
 */
export class Inbox {
  #held: ReceivedRequest[] = [];
  #heldCharacters = 0;
  #heldReplays = 0;
  /** The newest number that was taken in or is known not to exist; null before the first. */
  #lastTaken: number | null;
  /** The newest number that is known to be stored and was not taken in. */
  #missingThrough = 0;

  /** @param since the last number that was handled; null: whatever `connected` says */
  constructor(since: number | null) {
    this.#lastTaken = since;
  }

  /** Where to go on after a reconnect; null: nothing is known yet. */
  get resumeFrom(): number | null {
    return this.#lastTaken;
  }

  /** From where on to fetch; null where nothing is missing. */
  get missingAfter(): number | null {
    const last = this.#lastTaken ?? 0;
    return this.#missingThrough > last ? last : null;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** The server tells where the endpoint stands: that is where live traffic begins. */
  start(lastSeq: number): void {
    this.#lastTaken ??= lastSeq;
    // A number beyond the last is none: the endpoint's history began anew.
    if (this.#lastTaken > lastSeq) this.#lastTaken = lastSeq;
  }

  /** The server will not send everything up to this number. */
  noteGap(to: number): void {
    this.#missingThrough = Math.max(this.#missingThrough, to);
  }

  /** Takes a request from the socket, or notes that it is there. */
  receive(request: ReceivedRequest): void {
    if (request.replay) return this.#receiveReplay(request);
    if (request.seq <= (this.#lastTaken ?? 0)) return;
    if (this.missingAfter !== null || this.#isFull(request)) return this.noteGap(request.seq);
    this.#take(request);
  }

  /** Takes a page that was fetched from `missingAfter` on; an empty one is the end. */
  fill(page: readonly ReceivedRequest[]): void {
    for (const request of page) if (request.seq > (this.#lastTaken ?? 0)) this.#take(request);
    // Deleted or trimmed meanwhile: there is nothing left to wait for.
    if (page.length === 0) this.#lastTaken = Math.max(this.#lastTaken ?? 0, this.#missingThrough);
  }

  /** Hands the oldest over. */
  shift(): ReceivedRequest | undefined {
    const request = this.#held.shift();
    if (request?.replay) this.#heldReplays--;
    if (request) this.#heldCharacters -= request.body.length;
    return request;
  }

  #receiveReplay(request: ReceivedRequest): void {
    if (this.#heldReplays >= MAX_HELD_REPLAYS) return;
    this.#heldReplays++;
    this.#hold(request);
  }

  #take(request: ReceivedRequest): void {
    this.#lastTaken = request.seq;
    this.#hold(request);
  }

  #hold(request: ReceivedRequest): void {
    this.#held.push(request);
    this.#heldCharacters += request.body.length;
  }

  #isFull({ body }: ReceivedRequest): boolean {
    const isFirst = this.#held.length === 0;
    const isOver = this.#heldCharacters + body.length > MAX_HELD_CHARACTERS;
    return !isFirst && (isOver || this.#held.length >= MAX_HELD_REQUESTS);
  }
}
