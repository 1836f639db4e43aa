/** The timers of a hub. `credential:<id>` closes the sockets of an expired credential. */
export type TimerName = "expiry" | "trim" | "silence" | `credential:${string}`;

/** Several timers on the single alarm of a Durable Object. Stored, so they survive eviction. */
export class AlarmTimers {
  readonly #storage: DurableObjectStorage;
  #due = new Map<TimerName, number>();

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.reload();
  }

  /** Reads the timers again, for example after the database was emptied. */
  reload(): void {
    const query = "SELECT name, due FROM timers";
    const rows = this.#storage.sql.exec<{ name: string; due: number }>(query);
    this.#due = new Map([...rows].map(({ name, due }) => [name as TimerName, due]));
  }

  /** Sets a timer to a time in Unix milliseconds; null removes it. Writes only if it changes. */
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

  /** Sets a timer unless it is already set to this time or an earlier one. */
  setAtMost(name: TimerName, due: number): void {
    if (due < (this.#due.get(name) ?? Infinity)) this.set(name, due);
  }

  /**
   * Runs each timer that is due, then sets the alarm for the rest. A timer is removed before it
   * runs, so that it may set itself again. If one throws, the runtime retries the alarm, and the
   * timer is still stored as due.
   */
  run(now: number, onTimer: (name: TimerName) => void): void {
    const due = [...this.#due].filter(([, at]) => at <= now);
    for (const [name] of due) {
      this.#due.delete(name);
      onTimer(name);
      if (!this.#due.has(name)) this.#storage.sql.exec("DELETE FROM timers WHERE name = ?", name);
    }
    this.#setAlarm();
  }

  #setAlarm(): void {
    const next = Math.min(...this.#due.values());
    // Not awaited, because the output gate delays replies until the alarm is written.
    if (next < Infinity) void this.#storage.setAlarm(next);
  }
}
