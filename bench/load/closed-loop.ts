import { setTimeout as wait } from "node:timers/promises";
import type { Connection } from "./connection.ts";
import type { Lane } from "./lane.ts";
import { Latencies } from "./latencies.ts";

/** The result of a loop in the measured time. */
interface LoopResult {
  requests: number;
  seconds: number;
  latencies: Latencies;
  /** Requests without a 200, the warm-up included. */
  failed: number;
}

/** A connection and the lanes that it posts on in turn. */
export interface Poster {
  connection: Connection;
  lanes: Lane[];
}

/**
 * Each connection posts its next request when the last one is answered, until the time is over. The
 * loop then waits for open requests, so that the lanes count acknowledged requests only.
 */
export class ClosedLoop {
  readonly #posters: readonly Poster[];
  #isOver = false;
  #isMeasuring = false;
  #requests = 0;
  #failed = 0;
  readonly #latencies = new Latencies();

  constructor(posters: readonly Poster[]) {
    this.#posters = posters;
  }

  /** @param onWindow called when the measured time begins and again when it ends */
  async run(warmUpMs: number, measureMs: number, onWindow: () => void): Promise<LoopResult> {
    const ends = this.#posters.map((poster) => this.#post(poster));
    await wait(warmUpMs);
    onWindow();
    const from = performance.now();
    this.#isMeasuring = true;
    await wait(measureMs);
    this.#isMeasuring = false;
    const requests = this.#requests;
    const seconds = (performance.now() - from) / 1_000;
    onWindow();
    this.#isOver = true;
    await Promise.all(ends);
    return { requests, seconds, latencies: this.#latencies, failed: this.#failed };
  }

  #post({ connection, lanes }: Poster): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let turn = 0;
    const step = () => {
      const lane = lanes[turn++ % lanes.length];
      if (this.#isOver || !lane) return resolve();
      const [sentAt, wasMeasuring] = [performance.now(), this.#isMeasuring];
      connection.send(lane.next(), (status) => {
        this.#note(status, sentAt, wasMeasuring);
        // On a broken connection every further request would fail.
        if (status === 0) resolve();
        else step();
      });
    };
    step();
    return promise;
  }

  #note(status: number, sentAt: number, wasMeasuring: boolean): void {
    if (status !== 200) this.#failed++;
    if (this.#isMeasuring) this.#requests++;
    // Counted by the time of sending, because the slowest are answered after the window.
    if (wasMeasuring) this.#latencies.add(performance.now() - sentAt);
  }
}
