/** Keeps every duration: a round has few enough, and percentiles are exact. */
export class Latencies {
  #values = new Float64Array(4_096);
  #count = 0;

  /** Adds a duration in milliseconds. */
  add(ms: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(2 * this.#count);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = ms;
  }

  /** The smallest value that is not exceeded by this share of the durations; NaN if there are none. */
  percentile(share: number): number {
    const sorted = this.#values.subarray(0, this.#count).toSorted();
    return sorted[Math.max(0, Math.ceil(share * this.#count) - 1)] ?? Number.NaN;
  }
}
