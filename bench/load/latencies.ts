/** Durations, kept one by one: what a round has of them is small, and so percentiles are exact. */
export class Latencies {
  #values = new Float64Array(4_096);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Milliseconds. */
  add(ms: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(2 * this.#count);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = ms;
  }

  /** The value that this share of the durations does not pass; NaN where there is none. */
  percentile(share: number): number {
    const sorted = this.#values.subarray(0, this.#count).toSorted();
    return sorted[Math.max(0, Math.ceil(share * this.#count) - 1)] ?? Number.NaN;
  }
}
