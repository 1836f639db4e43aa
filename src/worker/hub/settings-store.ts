import { endpointSettings, type EndpointSettings } from "./contract/commands.ts";

/** Upgrades take seconds; what was authorised an hour before a revoke no longer arrives. */
const TOMBSTONE_LIFE_MS = 3_600_000;

export type HubState =
  { is: "unconfigured" } | { is: "deleted" } | { is: "configured"; settings: EndpointSettings };

/** What the hub was told of its endpoint and of revoked credentials; survives eviction. */
export class SettingsStore {
  readonly #sql: SqlStorage;
  #state: HubState;
  #revision: number;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const query = "SELECT revision, settings FROM endpoint";
    const row = [...sql.exec<{ revision: number; settings: string | null }>(query)][0];
    this.#revision = row?.revision ?? 0;
    this.#state = row ? parseState(row.settings) : { is: "unconfigured" };
  }

  get state(): HubState {
    return this.#state;
  }

  /**
   * Takes the settings over where they are newer than what is here.
   * @returns whether they are what holds now: a command that comes again must finish its work
   */
  configure(revision: number, settings: EndpointSettings): boolean {
    if (this.#state.is === "deleted" || revision < this.#revision) return false;
    if (revision === this.#revision) return true;
    this.#write(revision, JSON.stringify(settings));
    this.#revision = revision;
    this.#state = { is: "configured", settings };
    return true;
  }

  /** From now on the endpoint is gone for every caller, whatever commands are still on the way. */
  markDeleted(): void {
    this.#state = { is: "deleted" };
  }

  /** Writes the mark of deletion into a database that has just been emptied. */
  writeDeleted(): void {
    this.#write(this.#revision, null);
  }

  /** @param now Unix milliseconds */
  bury(credentialId: string, now: number): void {
    this.#sql.exec("DELETE FROM tombstones WHERE revoked_at < ?", now - TOMBSTONE_LIFE_MS);
    this.#sql.exec("INSERT OR IGNORE INTO tombstones VALUES (?, ?)", credentialId, now);
  }

  isBuried(credentialId: string): boolean {
    const query = "SELECT 1 FROM tombstones WHERE credential_id = ?";
    return [...this.#sql.exec(query, credentialId)].length > 0;
  }

  #write(revision: number, settings: string | null): void {
    this.#sql.exec("INSERT OR REPLACE INTO endpoint VALUES (1, ?, ?)", revision, settings);
  }
}

function parseState(settings: string | null): HubState {
  if (settings === null) return { is: "deleted" };
  return { is: "configured", settings: endpointSettings.parse(JSON.parse(settings)) };
}
