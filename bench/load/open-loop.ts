import { setTimeout as wait } from "node:timers/promises";
import type { Poster } from "./closed-loop.ts";

/** What was sent, and when: `performance.now()` in the moment that it was due. */
export type OnSend = (lane: number, counter: number, at: number) => void;

/**
 * Posts at a fixed rate whatever the replies do: where none of the connections is free, a request
 * waits for one, and the wait counts as its own.
 */
export class OpenLoop {
  readonly #free: Poster[];
  readonly #posters: readonly Poster[];
  readonly #onSend: OnSend;
  /** When requests were due that no connection was free for. */
  readonly #late: number[] = [];
  #underWay = 0;
  #failed = 0;
  #whenIdle: (() => void) | null = null;

  /** Each poster's first lane is used. */
  constructor(posters: readonly Poster[], onSend: OnSend) {
    this.#posters = posters;
    this.#free = [...posters];
    this.#onSend = onSend;
  }

  /** Resolves once all is answered; says how many requests were answered other than with 200. */
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
    // A broken connection would fail again and again.
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
