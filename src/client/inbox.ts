import type { ReceivedRequest } from "./listen-options.ts";

/** The buffer for a consumer that is slower than the traffic. The rest is fetched again later. */
const MAX_HELD_REQUESTS = 500;
const MAX_HELD_CHARACTERS = 16 * 1024 * 1024;

/** Replays can't be fetched again. More than this many at the same time are dropped. */
const MAX_HELD_REPLAYS = 100;

/**
 * The requests that were received and not yet delivered, ordered by number and without duplicates.
 *
 * The inbox is bounded. A request that does not fit, or that follows a gap, is only noted as missing.
 * From then on it takes nothing from the socket until the missing requests were fetched, which keeps
 * the order.
 */
export class Inbox {
  #held: ReceivedRequest[] = [];
  #heldCharacters = 0;
  #heldReplays = 0;
  /** The newest number that was taken or is known not to exist; null before the first. */
  #lastTaken: number | null;
  #missingThrough = 0;

  /** @param since the last handled number; null starts at the number in the `connected` frame */
  constructor(since: number | null) {
    this.#lastTaken = since;
  }

  /** The `since` for a reconnect; null before the first `connected` frame. */
  get resumeFrom(): number | null {
    return this.#lastTaken;
  }

  /** The number to fetch missing requests after; null if nothing is missing. */
  get missingAfter(): number | null {
    const last = this.#lastTaken ?? 0;
    return this.#missingThrough > last ? last : null;
  }

  /** The newest number that is known to be stored and was not taken. Read it before a fetch. */
  get missingThrough(): number {
    return this.#missingThrough;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** Handles the `connected` frame. Live traffic starts after `lastSeq`. */
  start(lastSeq: number): void {
    this.#lastTaken ??= lastSeq;
    // A higher number than the server's means that the endpoint's history was reset.
    if (this.#lastTaken > lastSeq) this.#lastTaken = lastSeq;
    this.#missingThrough = Math.min(this.#missingThrough, lastSeq);
  }

  /** Notes that the socket does not bring everything up to this number. */
  noteGap(to: number): void {
    this.#missingThrough = Math.max(this.#missingThrough, to);
  }

  /** Takes a request from the socket, or notes that it is missing. */
  receive(request: ReceivedRequest): void {
    if (request.replay) return this.#receiveReplay(request);
    if (request.seq <= (this.#lastTaken ?? 0)) return;
    if (this.missingAfter !== null || this.#isFull(request)) return this.noteGap(request.seq);
    this.#take(request);
  }

  /**
   * Takes a page that was fetched after `missingAfter`. If it is empty, the requests that were missing
   * then were deleted or trimmed in the meantime.
   *
   * @param through `missingThrough` before the fetch. A request that arrived during the fetch may be
   *   too new for the page
   */
  fill(page: readonly ReceivedRequest[], through: number): void {
    for (const request of page) if (request.seq > (this.#lastTaken ?? 0)) this.#take(request);
    if (page.length === 0) this.#lastTaken = Math.max(this.#lastTaken ?? 0, through);
  }

  /** Removes and returns the oldest request. */
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
