import type { Plan } from "../../protocol/plans.ts";
import { HOUR_MS } from "../../protocol/time-units.ts";
import { nextUtcDay } from "../account/day.ts";
import { AlarmTimers, type TimerName } from "./alarm-timers.ts";
import { isExpired, type EndpointSettings } from "./contract/commands.ts";
import type { ListenerIdentity } from "./contract/upgrade.ts";
import type { HubStorage } from "./ended-storage.ts";
import { SILENCE_CHECK_INTERVAL_MS, type Listeners } from "./listeners/listeners.ts";
import type { LogState } from "./log/log-state.ts";
import { Retention } from "./log/retention.ts";
import { StorageUse } from "./log/storage-use.ts";
import type { SettingsStore } from "./settings-store.ts";

/**
 * Old requests are removed at most this often. Otherwise, steady traffic would cost a timer and an
 * alarm for the removal of each request, three times the price of its row.
 */
const TRIM_INTERVAL_MS = HOUR_MS;

export interface MaintenanceDeps {
  storage: DurableObjectStorage;
  ending: HubStorage;
  settings: SettingsStore;
  listeners: Listeners;
  log: LogState;
}

/**
 * The scheduled tasks of a hub: they close expired and silent sockets and trim stored requests. A
 * task may run late, run twice, or find nothing to do. `now` is in Unix milliseconds throughout.
 */
export class Maintenance {
  readonly #deps: MaintenanceDeps;
  readonly #use: StorageUse;
  readonly #retention: Retention;
  readonly #timers: AlarmTimers;

  /** @param now Unix milliseconds */
  constructor(deps: MaintenanceDeps, now: number) {
    this.#deps = deps;
    this.#use = new StorageUse(deps.storage.sql, deps.log);
    this.#retention = new Retention(deps.storage, deps.log, this.#use);
    this.#timers = new AlarmTimers(deps.storage, now);
  }

  /** Runs every task that is due. */
  run(now: number): void {
    this.#timers.run(now, (name) => this.#onTimer(name, now));
    // The hub was not evicted, so its tables are still there.
    if (this.#deps.settings.isDeleted && !this.#deps.ending.remainder) this.endSoon(now);
  }

  /** Wakes a deleted hub once more: it removes its tables when it starts. */
  endSoon(now: number): void {
    void this.#deps.storage.setAlarm(now + HOUR_MS);
  }

  afterConfigure({ expiresAt }: EndpointSettings, { historyMs }: Plan, now: number): void {
    this.#retention.startPeriod(historyMs);
    this.#timers.set("expiry", expiresAt);
    if (this.#deps.log.count > 0) this.#timers.setAtMost("trim", now + historyMs);
  }

  /**
   * If the log is full, trims it immediately, so that it never exceeds the plan's limit. Never throws:
   * the requests are stored, and the next commit or the alarm trims again.
   */
  afterAppend({ historyMs, maxStoredBytes }: Plan, now: number): void {
    try {
      this.#timers.setAtMost("trim", now + historyMs);
      if (this.#use.isBeyond(maxStoredBytes)) this.#onTimer("trim", now);
    } catch (error) {
      console.error("The log could not be trimmed.", error);
    }
  }

  afterAdmit({ credentialId, credentialExpiresAt }: ListenerIdentity, now: number): void {
    this.#timers.setAtMost("silence", now + SILENCE_CHECK_INTERVAL_MS);
    if (credentialExpiresAt !== null) this.expireCredential(credentialId, credentialExpiresAt);
  }

  /** Closes the credential's sockets at this time, or earlier if an earlier time is already set. */
  expireCredential(credentialId: string, at: number): void {
    this.#timers.setAtMost(`credential:${credentialId}`, at);
  }

  afterRevoke(credentialId: string): void {
    this.#timers.set(`credential:${credentialId}`, null);
  }

  /** Reads the timers again, for example after the database was emptied. */
  reload(): void {
    this.#timers.reload();
  }

  /** Wakes an expired, empty hub on the next day: it removes its tables when it starts. */
  #endLater(settings: EndpointSettings, now: number): void {
    const isOver = isExpired(settings, now) && this.#deps.log.count === 0;
    if (isOver) this.#timers.set("end", nextUtcDay(now) + HOUR_MS);
  }

  #onTimer(name: TimerName, now: number): void {
    const { current } = this.#deps.settings;
    if (!current) return;
    const { settings, plan } = current;
    const { listeners } = this.#deps;
    if (name === "expiry") {
      if (isExpired(settings, now)) listeners.closeAll();
      this.#endLater(settings, now);
    } else if (name === "trim") {
      const due = this.#retention.trim(now, plan.maxStoredBytes);
      const isLater = due !== null && due > now;
      this.#timers.set("trim", isLater ? Math.max(due, now + TRIM_INTERVAL_MS) : due);
      this.#endLater(settings, now);
    } else if (name === "end") {
      this.#endLater(settings, now);
    } else if (name === "silence") {
      listeners.closeSilent(now);
      const isAnyOpen = listeners.open().length > 0;
      if (isAnyOpen) this.#timers.set("silence", now + SILENCE_CHECK_INTERVAL_MS);
    } else {
      listeners.closeCredential(name.slice("credential:".length));
    }
  }
}
