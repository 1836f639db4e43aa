import type { Plan } from "../../protocol/plans.ts";
import type { EndpointSettings } from "./contract/commands.ts";
import {
  LOOK_FOR_SILENCE_MS,
  type ListenerIdentity,
  type Listeners,
} from "./listeners/listeners.ts";
import type { LogState } from "./log/log-state.ts";
import { Retention } from "./log/retention.ts";
import { Timers, type TimerName } from "./alarm-timers.ts";

/** What the chores are done on. */
export interface ChoreParts {
  storage: DurableObjectStorage;
  listeners: Listeners;
  /** Where the log stands; asked each time, for deletion makes a new log. */
  logState(): LogState;
  /** What holds of the endpoint now; null: it is deleted, or not known yet. */
  current(): { settings: EndpointSettings; plan: Plan } | null;
}

/**
 * What a hub does when time has passed: closes sockets of what has expired or fallen silent, and
 * lets stored requests go. Each chore may come late, twice, or find nothing to do.
 */
export class Chores {
  readonly #parts: ChoreParts;
  readonly #retention: Retention;
  #timers: Timers;

  constructor(parts: ChoreParts) {
    this.#parts = parts;
    this.#retention = new Retention(parts.storage, parts.logState);
    this.#timers = new Timers(parts.storage);
  }

  /** Does what is due. `now` is in Unix milliseconds, here and below. */
  run(now: number): void {
    this.#timers.run(now, (name) => this.#ring(name, now));
  }

  afterConfigure({ expiresAt }: EndpointSettings, { historyMs }: Plan, now: number): void {
    this.#retention.promise(historyMs);
    this.#timers.set("expiry", expiresAt);
    if (this.#parts.logState().count > 0) this.#timers.setAtMost("trim", now + historyMs);
  }

  /** The oldest go at once where the store is full, so that it never grows past its size. */
  afterAppend({ historyMs, maxStoredBytes }: Plan, now: number): void {
    this.#timers.setAtMost("trim", now + historyMs);
    if (this.#retention.isOver(maxStoredBytes)) this.#ring("trim", now);
  }

  afterAdmit({ credentialId, credentialExpiresAt }: ListenerIdentity, now: number): void {
    this.#timers.setAtMost("silence", now + LOOK_FOR_SILENCE_MS);
    if (credentialExpiresAt !== null) this.endCredential(credentialId, credentialExpiresAt);
  }

  /** Its sockets close at that moment; the earliest that was named counts. */
  endCredential(credentialId: string, at: number): void {
    this.#timers.setAtMost(`credential:${credentialId}`, at);
  }

  afterRevoke(credentialId: string): void {
    this.#timers.set(`credential:${credentialId}`, null);
  }

  /** Reads the timers again, from a database that was emptied. */
  reload(): void {
    this.#timers = new Timers(this.#parts.storage);
  }

  #ring(name: TimerName, now: number): void {
    const current = this.#parts.current();
    if (!current) return;
    const { settings, plan } = current;
    const { listeners } = this.#parts;
    if (name === "expiry") {
      if (settings.expiresAt !== null && settings.expiresAt <= now) listeners.closeEveryone();
    } else if (name === "trim") {
      this.#timers.set("trim", this.#retention.trim(now, plan.maxStoredBytes));
    } else if (name === "silence") {
      listeners.closeSilent(now);
      const isAnyoneLeft = listeners.open().length > 0;
      if (isAnyoneLeft) this.#timers.set("silence", now + LOOK_FOR_SILENCE_MS);
    } else {
      listeners.closeCredential(name.slice("credential:".length));
    }
  }
}
