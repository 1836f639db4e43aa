import { MAX_SEARCH_CALL_BYTES } from "../../../protocol/page-query.ts";

/** How much a search reads before other events of the hub get their turn. */
const TURN_BYTES = 16 * 1024 * 1024;

/**
 * How long other events have between two turns. A webhook takes several rounds of the event loop, and
 * should get through all of them in one pause.
 */
const PAUSE_MS = 5;

export interface SearchLimits {
  turnBytes: number;
  callBytes: number;
  /** Lets other events run: webhooks, sockets, calls. */
  pause(): Promise<void>;
}

export const SEARCH_LIMITS: SearchLimits = {
  turnBytes: TURN_BYTES,
  callBytes: MAX_SEARCH_CALL_BYTES,
  pause: pauseForOthers,
};

/** The turns of all searches in this isolate. Its hubs share one thread. */
let turnsTaken = 0;

/**
 * Pauses, and pauses again if another search had a turn meanwhile. Otherwise, a webhook would wait for
 * a turn of each search at every step. Uses a timer, because microtasks run before any other event.
 */
async function pauseForOthers(): Promise<void> {
  let seen: number;
  do {
    seen = turnsTaken;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  } while (seen !== turnsTaken);
}

/** Pauses a search each time it has read as much as a turn may. */
export class SearchTurns {
  readonly #limits: SearchLimits;
  #left: number;

  constructor(limits: SearchLimits) {
    this.#limits = limits;
    this.#left = limits.turnBytes;
  }

  /** Call before reading. A single row may exceed a whole turn and then has one of its own. */
  async beforeRead(bytes: number): Promise<void> {
    const { turnBytes, pause } = this.#limits;
    if (bytes > this.#left && this.#left < turnBytes) {
      await pause();
      this.#left = turnBytes;
    }
    if (this.#left === turnBytes) turnsTaken++;
    this.#left -= bytes;
  }
}
