import { setTimeout as wait } from "node:timers/promises";
import type { Poster } from "./closed-loop.ts";

/** Gets each request and the time at which it was due, by `performance.now()`. */
type OnSend = (lane: number, counter: number, at: number) => void;

/**
 * Posts at a fixed rate, no matter how fast replies arrive. If no connection is free, a request waits
 * for one, and the wait counts towards its latency.
 */
export class OpenLoop {
  readonly #free: Poster[];
  readonly #posters: readonly Poster[];
  readonly #onSend: OnSend;
  /** Due times of requests that wait for a connection. */
  readonly #late: number[] = [];
  #underWay = 0;
  #failed = 0;
  #whenIdle: (() => void) | null = null;

  /** Uses the first lane of each poster. */
  constructor(posters: readonly Poster[], onSend: OnSend) {
    this.#posters = posters;
    this.#free = [...posters];
    this.#onSend = onSend;
  }

  /** Resolves when all requests are answered, to the number of replies other than 200. */
  async run(perSecond: number, ms: number): Promise<number> {
    const startedAt = performance.now();
    let sent = 0;
    while (performance.now() - startedAt < ms) {
      const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1_000) + 1;
      for (; sent < due; sent++) this.#post(performance.now());
      await wait(1);
    }
    await this.#idle();
    return this.#failed;
  }

  #post(at: number): void {
    const poster = this.#free.pop();
    const lane = poster?.lanes[0];
    if (!poster || !lane) return void this.#late.push(at);
    this.#underWay++;
    this.#onSend(lane.index, lane.posted, at);
    poster.connection.send(lane.next(), (status) => this.#done(poster, status));
  }

  #done(poster: Poster, status: number): void {
    this.#underWay--;
    if (status !== 200) this.#failed++;
    // On a broken connection every further request would fail.
    if (status !== 0) this.#free.push(poster);
    const late = this.#late.shift();
    if (late !== undefined) this.#post(late);
    if (this.#underWay === 0) this.#whenIdle?.();
  }

  async #idle(): Promise<void> {
    const isBroken = this.#free.length === 0 && this.#underWay === 0;
    if (isBroken) this.#failed += Math.max(this.#late.length, this.#posters.length);
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }
}
