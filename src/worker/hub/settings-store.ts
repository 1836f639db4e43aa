import type { Plan, Plans } from "../../protocol/plans.ts";
import { HOUR_MS } from "../../protocol/time-units.ts";
import {
  endpointSettings,
  isExpired,
  type ConfigureCommand,
  type EndpointSettings,
} from "./contract/commands.ts";
import type { CaptureRefusal } from "./contract/results.ts";
import { VERSION } from "./contract/version.ts";

/** An upgrade takes seconds. One that was authorised before the revoke arrives well within this hour. */
const TOMBSTONE_LIFETIME_MS = HOUR_MS;

export type HubState =
  { is: "unconfigured" } | { is: "deleted" } | { is: "configured"; settings: EndpointSettings };

/** The settings of the endpoint and the plan that they name. */
export interface Configured {
  settings: EndpointSettings;
  plan: Plan;
}

/** The settings that the worker sent, and tombstones of revoked credentials. Survive eviction. */
export class SettingsStore {
  readonly #sql: SqlStorage;
  readonly #plans: () => Plans;
  #state: HubState;
  #revision: number;
  /** The version that wrote the settings; 1 if it did not say. */
  #version: number;

  constructor(sql: SqlStorage, plans: () => Plans) {
    this.#sql = sql;
    this.#plans = plans;
    const query = "SELECT revision, settings FROM endpoint";
    const [row] = sql.exec<{ revision: number; settings: string | null }>(query).toArray();
    this.#revision = row?.revision ?? 0;
    this.#state = row ? parseState(row.settings) : { is: "unconfigured" };
    this.#version = this.#readVersion();
  }

  get state(): HubState {
    return this.#state;
  }

  get isDeleted(): boolean {
    return this.#state.is === "deleted";
  }

  /** The settings and their plan; null if the endpoint is deleted or not configured yet. */
  get current(): Configured | null {
    if (this.#state.is !== "configured") return null;
    const { settings } = this.#state;
    return { settings, plan: this.#plans()[settings.plan] };
  }

  /** The revision of the settings; 0 before the first. */
  get revision(): number {
    return this.#revision;
  }

  /** The settings as they were received, as JSON; null unless the endpoint is configured. */
  readReceived(): string | null {
    if (this.#state.is !== "configured") return null;
    const [row] = this.#sql.exec<{ settings: string }>("SELECT settings FROM endpoint").toArray();
    return row?.settings ?? null;
  }

  /**
   * Whether an older version wrote the settings, so that some of today's may be missing. The hub
   * asks for them again, and meanwhile uses what it has.
   */
  get isOutdated(): boolean {
    return this.#state.is === "configured" && this.#version < VERSION;
  }

  /** @throws if the endpoint is deleted or not configured yet */
  configured(): Configured {
    const { current } = this;
    if (!current) throw new Error(`The endpoint is ${this.#state.is}.`);
    return current;
  }

  /**
   * Why the endpoint refuses a webhook with a body of this size; null if it accepts it.
   * @param now Unix milliseconds
   */
  captureRefusal(bodyBytes: number, now: number): CaptureRefusal | null {
    if (this.#state.is === "unconfigured") return { ok: false, reason: "unconfigured" };
    if (this.#state.is === "deleted") return { ok: false, reason: "endpoint_not_found" };
    const { settings } = this.#state;
    if (isExpired(settings, now)) return { ok: false, reason: "endpoint_expired" };
    if (settings.isPaused) return { ok: false, reason: "paused" };
    if (settings.isReadOnly) return { ok: false, reason: "endpoint_read_only" };
    const maxSize = this.#plans()[settings.plan].maxBodyBytes;
    return bodyBytes > maxSize ? { ok: false, reason: "payload_too_large", maxSize } : null;
  }

  /**
   * Stores the settings, exactly as received, if they are newer than the current ones, if a newer
   * version wrote them, or if the current ones can't be read.
   * @returns whether they are now current. That includes a repeated command, because its work may
   *   not be finished.
   */
  configure({ revision, version = 1, settings }: ConfigureCommand): boolean {
    if (this.isDeleted || revision < this.#revision) return false;
    const isReadable = this.#state.is === "configured";
    if (revision === this.#revision && isReadable && version <= this.#version) return true;
    const json = JSON.stringify(settings);
    this.#write(revision, json);
    this.#writeVersion(revision, version);
    [this.#revision, this.#version, this.#state] = [revision, version, parseState(json)];
    return true;
  }

  /** From now on, every caller finds the endpoint deleted. No later command can undo this. */
  markDeleted(): void {
    this.#state = { is: "deleted" };
  }

  /** Writes the deletion into a database that has just been emptied. */
  writeDeleted(): void {
    this.#write(this.#revision, null);
  }

  /** @param now Unix milliseconds */
  addTombstone(credentialId: string, now: number): void {
    this.#sql.exec("DELETE FROM tombstones WHERE revoked_at < ?", now - TOMBSTONE_LIFETIME_MS);
    this.#sql.exec(
      "INSERT OR IGNORE INTO tombstones (credential_id, revoked_at) VALUES (?, ?)",
      credentialId,
      now,
    );
  }

  isRevoked(credentialId: string): boolean {
    const query = "SELECT 1 FROM tombstones WHERE credential_id = ?";
    return [...this.#sql.exec(query, credentialId)].length > 0;
  }

  #write(revision: number, settings: string | null): void {
    const query = "INSERT OR REPLACE INTO endpoint (id, revision, settings) VALUES (1, ?, ?)";
    this.#sql.exec(query, revision, settings);
  }

  #writeVersion(revision: number, version: number): void {
    const query =
      "INSERT OR REPLACE INTO settings_version (id, revision, version) VALUES (1, ?, ?)";
    this.#sql.exec(query, revision, version);
  }

  /** Version 1 writes settings without this row, so the row counts only for its own revision. */
  #readVersion(): number {
    const query = "SELECT version FROM settings_version WHERE revision = ?";
    const [row] = this.#sql.exec<{ version: number }>(query, this.#revision).toArray();
    return row?.version ?? 1;
  }
}

/** Never throws: a hub that can't read its settings asks for them again. */
function parseState(settings: string | null): HubState {
  if (settings === null) return { is: "deleted" };
  const parsed = endpointSettings.safeParse(JSON.parse(settings));
  return parsed.success ? { is: "configured", settings: parsed.data } : { is: "unconfigured" };
}
