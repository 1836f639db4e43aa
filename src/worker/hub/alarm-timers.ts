import { MINUTE_MS } from "../../protocol/time-units.ts";

/**
 * The timers of a hub. `credential:<id>` closes the sockets of an expired credential; `end` wakes an
 * expired hub that is empty.
 */
export type TimerName = "expiry" | "trim" | "silence" | "end" | `credential:${string}`;

/** How long after it threw a task runs again. */
const RETRY_MS = MINUTE_MS;

/**
 * A timer that is overdue by this long has lost its alarm: the runtime gives up after six failures,
 * and restoring a database to an earlier time restores no alarm.
 */
const LOST_AFTER_MS = MINUTE_MS;

/** Several timers on the single alarm of a Durable Object. Stored, so they survive eviction. */
export class AlarmTimers {
  readonly #storage: DurableObjectStorage;
  #due = new Map<TimerName, number>();
  /** The alarm is never later than this. Writing it costs as much as writing a row. */
  #alarmAt = Infinity;

  /** @param now Unix milliseconds */
  constructor(storage: DurableObjectStorage, now: number) {
    this.#storage = storage;
    this.reload();
    if (this.#next() < now - LOST_AFTER_MS) this.#setAlarm(now);
    else this.#alarmAt = this.#next();
  }

  /** Reads the timers again, for example after the database was emptied. */
  reload(): void {
    const query = "SELECT name, due FROM timers";
    const rows = this.#storage.sql.exec<{ name: string; due: number }>(query);
    this.#alarmAt = Infinity;
    this.#due = new Map([...rows].map(({ name, due }) => [name as TimerName, due]));
  }

  /** Sets a timer to a time in Unix milliseconds; null removes it. Writes only if it changes. */
  set(name: TimerName, due: number | null): void {
    if (due === (this.#due.get(name) ?? null)) return;
    if (due === null) {
      this.#remove(name);
    } else {
      this.#storage.sql.exec("INSERT OR REPLACE INTO timers (name, due) VALUES (?, ?)", name, due);
      this.#due.set(name, due);
    }
    // A timer that was removed or postponed leaves the alarm as it is: it then finds nothing due.
    if (this.#next() < this.#alarmAt) this.#setAlarm(this.#next());
  }

  /** Sets a timer unless it is already set to this time or an earlier one. */
  setAtMost(name: TimerName, due: number): void {
    if (due < (this.#due.get(name) ?? Infinity)) this.set(name, due);
  }

  /**
   * Runs each timer that is due, then sets the alarm for the rest. A task may set its timer again.
   * A task that throws does not stop the others, and runs again after a minute.
   */
  run(now: number, onTimer: (name: TimerName) => void): void {
    const due = [...this.#due].filter(([, at]) => at <= now);
    // No change below sets the alarm: a timer that is due and has not run yet would be its time.
    this.#alarmAt = -Infinity;
    try {
      for (const [name, at] of due) this.#runOne(name, at, now, onTimer);
    } finally {
      this.#alarmAt = Infinity;
      if (this.#next() < Infinity) this.#setAlarm(this.#next());
    }
  }

  #runOne(name: TimerName, at: number, now: number, onTimer: (name: TimerName) => void): void {
    // Forgotten first, because the task may set its timer to the same millisecond again.
    this.#due.delete(name);
    try {
      onTimer(name);
      if (!this.#due.has(name)) this.#remove(name);
    } catch (error) {
      console.error(`The task ${name} failed. It runs again in a minute.`, error);
      // If the next line fails, too, the timer is still due.
      this.#due.set(name, at);
      this.set(name, now + RETRY_MS);
    }
  }

  #remove(name: TimerName): void {
    this.#storage.sql.exec("DELETE FROM timers WHERE name = ?", name);
    this.#due.delete(name);
  }

  #next(): number {
    return Math.min(...this.#due.values());
  }

  #setAlarm(at: number): void {
    this.#alarmAt = at;
    // Not awaited, because the output gate delays replies until the alarm is written.
    void this.#storage.setAlarm(at);
  }
}
