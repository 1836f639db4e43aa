import type { AllowanceLease } from "./capture/allowance-lease.ts";
import {
  endpointSettings,
  isExpired,
  type ConfigureCommand,
  type HubCommand,
} from "./contract/commands.ts";
import type { HubCondition } from "./contract/results.ts";
import type { HubStorage } from "./ended-storage.ts";
import type { Listeners } from "./listeners/listeners.ts";
import type { LogState } from "./log/log-state.ts";
import type { Maintenance } from "./maintenance.ts";
import { migrate } from "./migrations.ts";
import type { SettingsStore } from "./settings-store.ts";

export interface LifecycleDeps {
  storage: DurableObjectStorage;
  ending: HubStorage;
  settings: SettingsStore;
  listeners: Listeners;
  maintenance: Maintenance;
  lease: AllowanceLease;
  log: LogState;
}

/** Carries out the commands from the rest of the worker: configure, revoke, expire, delete. */
export class Lifecycle {
  readonly #deps: LifecycleDeps;

  constructor(deps: LifecycleDeps) {
    this.#deps = deps;
  }

  /**
   * Carries out a command. Repeating it changes nothing.
   * @returns how many sockets it closed
   */
  async apply(command: HubCommand, now: number): Promise<number> {
    const { settings, maintenance, listeners, ending } = this.#deps;
    const isReady = ending.remainder === null || this.#reviveFor(command, now);
    if (!isReady) return 0;
    switch (command.type) {
      case "configure":
        return this.#configure(command);
      case "revoke":
        // Write the tombstone first: a socket admitted in between would stay open.
        settings.addTombstone(command.credentialId, now);
        maintenance.afterRevoke(command.credentialId);
        return listeners.closeCredential(command.credentialId);
      case "expire":
        maintenance.expireCredential(command.credentialId, command.at);
        return 0;
      case "delete":
        return this.#delete();
    }
  }

  /**
   * Carries out a command to a hub that has ended. It has no sockets, and no credential can open one.
   * @returns whether the endpoint is back, so that the command is to be carried out as usual
   */
  #reviveFor(command: HubCommand, now: number): boolean {
    const { ending, settings, log, maintenance, lease } = this.#deps;
    const left = ending.remainder;
    if (!left || left.is === "deleted") return false;
    if (command.type === "delete") {
      settings.markDeleted();
      ending.end({ ...left, is: "deleted", settings: null });
      return false;
    }
    if (command.type !== "configure" || command.revision < left.revision) return false;
    const { data } = endpointSettings.safeParse(command.settings);
    if (!data || isExpired(data, now)) return false;
    ending.revive();
    for (const cache of [log, maintenance, lease]) cache.reload();
    return true;
  }

  /** The state of the endpoint as the hub knows it. */
  condition(): HubCondition {
    const { settings, listeners, log } = this.#deps;
    return {
      is: settings.state.is,
      revision: settings.revision,
      settings: settings.readReceived(),
      storedCount: log.count,
      credentialIds: [...new Set(listeners.list().map(({ credentialId }) => credentialId))],
    };
  }

  async #configure(command: ConfigureCommand): Promise<number> {
    const { settings: store, maintenance, listeners, lease } = this.#deps;
    const before = store.current;
    if (!store.configure(command)) return 0;
    // Uses the stored settings: a repeated command finishes the work of the first.
    const { settings, plan } = store.current ?? {};
    // A newer version may have written them so that this one can't read them.
    if (!settings || !plan) return 0;
    maintenance.afterConfigure(settings, plan, Date.now());
    const closed = isExpired(settings, Date.now())
      ? listeners.closeAll()
      : listeners.closeBeyond(plan);
    // This comes last, because a newer command may arrive during the call to the account.
    const isOtherPlan = before !== null && before.settings.plan !== settings.plan;
    if (isOtherPlan) await lease.returnAll(settings.accountId);
    return closed;
  }

  async #delete(): Promise<number> {
    const { storage, settings, listeners, maintenance, lease, log } = this.#deps;
    const { current } = settings;
    // This comes first: a request that arrives while the storage is emptied finds no endpoint.
    settings.markDeleted();
    const closed = listeners.closeAll();
    if (current) await lease.returnAll(current.settings.accountId);
    await storage.deleteAll();
    migrate(storage);
    settings.writeDeleted();
    for (const cache of [log, maintenance, lease]) cache.reload();
    maintenance.endSoon(Date.now());
    return closed;
  }
}
