/** What a hub does later. `credential:<id>` ends a credential's sockets. */
export type TimerName = "expiry" | "trim" | "silence" | `credential:${string}`;

/** Many timers over the one alarm that an object has; kept, so that an eviction forgets none. */
export class Timers {
  readonly #storage: DurableObjectStorage;
  readonly #due: Map<TimerName, number>;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    const rows = storage.sql.exec<{ name: string; due: number }>("SELECT name, due FROM timers");
    this.#due = new Map([...rows].map(({ name, due }) => [name as TimerName, due]));
  }

  /** When a timer is due, in Unix milliseconds. */
  due(name: TimerName): number | undefined {
    return this.#due.get(name);
  }

  /** Sets a timer to a moment in Unix milliseconds, or takes it away. Writes only what changes. */
  set(name: TimerName, due: number | null): void {
    if (due === (this.#due.get(name) ?? null)) return;
    if (due === null) {
      this.#storage.sql.exec("DELETE FROM timers WHERE name = ?", name);
      this.#due.delete(name);
    } else {
      this.#storage.sql.exec("INSERT OR REPLACE INTO timers VALUES (?, ?)", name, due);
      this.#due.set(name, due);
    }
    this.#setAlarm();
  }

  /** Sets a timer where it is not set, or not so early. */
  setAtMost(name: TimerName, due: number): void {
    if (due < (this.#due.get(name) ?? Infinity)) this.set(name, due);
  }

  /**
   * Runs what is due, each after it was taken away, so that it may set itself anew; then sets the
   * alarm for the rest. Where one throws, the runtime calls the alarm again, and it is due again.
   */
  run(now: number, ring: (name: TimerName) => void): void {
    const due = [...this.#due].filter(([, at]) => at <= now);
    for (const [name] of due) {
      this.#due.delete(name);
      ring(name);
      if (!this.#due.has(name)) this.#storage.sql.exec("DELETE FROM timers WHERE name = ?", name);
    }
    this.#setAlarm();
  }

  #setAlarm(): void {
    const next = Math.min(...this.#due.values());
    // Not awaited: the output gate holds replies back until it is written.
    if (next < Infinity) void this.#storage.setAlarm(next);
  }
}
