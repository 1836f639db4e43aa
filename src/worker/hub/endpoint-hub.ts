import { DurableObject } from "cloudflare:workers";
import { toCapturedRequest, type StoredRequest } from "../../protocol/captured-request.ts";
import { encodeNewRequest } from "../../protocol/frames.ts";
import type { Plan } from "../../protocol/plans.ts";
import { plansOf, type Env } from "../env.ts";
import { admit, refusalOf } from "./admission.ts";
import { Chores } from "./maintenance.ts";
import type { EndpointSettings, HubCommand } from "./contract/commands.ts";
import { DailyAllowance } from "./capture/daily-allowance.ts";
import { streamRequestLines } from "./log/export.ts";
import { Intake } from "./capture/commit-queue.ts";
import { answerClose, Listeners } from "./listeners/listeners.ts";
import { migrate } from "./migrations.ts";
import { Reception } from "./capture/capture.ts";
import { isExpired } from "./capture/refusals.ts";
import { replay } from "./listeners/replay.ts";
import {
  RequestLog,
  type Arrival,
  type IncomingRequest,
  type PageQuery,
} from "./log/request-log.ts";
import type { CaptureRefusal, CaptureResult, FoundBody, ReplayResult } from "./contract/results.ts";
import { SettingsStore } from "./settings-store.ts";
import { parseUpgrade, refuseUpgrade } from "./contract/upgrade.ts";
import { Uploads } from "./log/uploads.ts";
import { packResults, unpackRequests } from "./contract/packing.ts";

/**
 * One endpoint: its requests, its listeners, and what it was told about itself.
 *
 * A webhook comes in by `capture`, is committed with what else arrived in that turn, is sent to
 * every open socket, and only then answered. A listener comes in by `fetch`. The rest of the
 * worker speaks to it by `apply`, which may be called late, twice and out of order.
 */
export class EndpointHub extends DurableObject<Env> {
  readonly #settings: SettingsStore;
  readonly #chores: Chores;
  readonly #listeners: Listeners;
  readonly #intake: Intake;
  readonly #allowance: DailyAllowance;
  readonly #reception: Reception;
  #log: RequestLog;
  #name: string | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage);
    this.#settings = new SettingsStore(ctx.storage.sql);
    this.#log = this.#newLog();
    this.#listeners = new Listeners(ctx, Date.now());
    this.#chores = new Chores({
      storage: ctx.storage,
      listeners: this.#listeners,
      logState: () => this.#log.state,
      current: () => this.#current(),
    });
    this.#intake = new Intake({
      commit: (batch) => this.#commit(batch),
      available: () => this.#allowance.available(),
      refill: (wanted) => this.#refill(wanted),
    });
    this.#reception = new Reception({
      state: () => this.#settings.state,
      plans: () => plansOf(env),
      intake: this.#intake,
      uploads: new Uploads(ctx.storage, () => this.#settings.state.is === "configured"),
    });
    this.#allowance = new DailyAllowance({
      sql: ctx.storage.sql,
      endpointId: () => this.#endpointId,
      lenderOf: (accountId) => env.ALLOWANCE.getByName(accountId),
      lastSeq: () => this.#log.lastSeq,
      waiting: () => this.#intake.waiting,
    });
  }

  /**
   * Stores webhooks and pushes them to every listener, in this order; gives back a result each.
   * Where one says `ok`, its request is durable; `timestamp` is in Unix milliseconds. Both ways
   * are packed: see `wire.ts`.
   * @throws where one could not be stored; it may be that some were, so that they come twice
   */
  capture(heads: string, bodies: Uint8Array): string | Promise<string> {
    const results = this.#reception.capture(unpackRequests({ heads, bodies }));
    return Array.isArray(results) ? packResults(results) : results.then(packResults);
  }

  /**
   * The same for a body above the inline limit, which comes as a stream of bytes.
   * @param declaredSize what its Content-Length said, in bytes; null: it has none
   */
  captureLarge(
    incoming: IncomingRequest,
    declaredSize: number | null,
    body: ReadableStream<Uint8Array>,
  ): Promise<CaptureResult> {
    return this.#reception.captureLarge(incoming, declaredSize, body);
  }

  /**
   * How long a body may be, in bytes; 0 where no webhook is taken at all, and null where the hub
   * was not told its settings yet.
   */
  bodyLimit(): number | null {
    return this.#reception.bodyLimit();
  }

  /** Why a webhook with a body of this size is not taken; null: it is. */
  refusal(size: number): CaptureRefusal | null {
    return this.#reception.refusal(size);
  }

  /**
   * Carries out what the rest of the worker decided. Repeating a command changes nothing.
   * @returns how many sockets it closed
   */
  async apply(command: HubCommand): Promise<{ closed: number }> {
    switch (command.type) {
      case "configure":
        return { closed: await this.#configure(command.revision, command.settings) };
      case "revoke":
        // The tombstone first: a socket that slips in between would outlive the revoke.
        this.#settings.bury(command.credentialId, Date.now());
        this.#chores.afterRevoke(command.credentialId);
        return { closed: this.#listeners.closeCredential(command.credentialId) };
      case "expire":
        this.#chores.endCredential(command.credentialId, command.at);
        return { closed: 0 };
      case "delete":
        return { closed: await this.#delete() };
    }
  }

  /** One page of the stored requests; empty where the endpoint is gone. */
  page(query: PageQuery): { requests: StoredRequest[]; total: number } {
    if (this.#settings.state.is === "deleted") return { requests: [], total: 0 };
    return this.#log.page(query);
  }

  /** One stored request, or null. Its body is null where it is above the inline limit. */
  find(requestId: string): StoredRequest | null {
    return this.#settings.state.is === "deleted" ? null : this.#log.find(requestId);
  }

  /** Whether the request is stored here, without carrying it over. */
  has(requestId: string): boolean {
    return this.find(requestId) !== null;
  }

  /** One stored request with the exact bytes of its body, or null. */
  findWithBody(requestId: string): FoundBody | null {
    const request = this.find(requestId);
    return request && { request, body: this.#log.readBody(request) };
  }

  /** What is stored now, oldest first, as lines of an export; read as it is taken. */
  exportRequests(publicUrl: string): ReadableStream<Uint8Array> {
    const through = this.#log.lastSeq;
    const isGone = () => this.#settings.state.is === "deleted";
    const read = (after: number) => (isGone() ? [] : this.#log.between(after, through));
    return streamRequestLines(read, this.#endpointId, publicUrl);
  }

  /** Removes requests for their owner; says how many there were. */
  remove(requestIds: string[]): number {
    return this.#settings.state.is === "deleted" ? 0 : this.#log.remove(requestIds);
  }

  /** Who listens, and how many may. */
  listeners() {
    const max = this.#current()?.plan.maxListeners ?? 0;
    return { listeners: this.#listeners.list(), max };
  }

  /** Closes one connection; says whether it was there. */
  disconnect(connectionId: string): boolean {
    return this.#listeners.disconnect(connectionId);
  }

  /** Sends a stored request to one listener again; the dashboard is none that can take it. */
  replay(requestId: string, connectionId: string): ReplayResult {
    const stored = this.find(requestId);
    if (!stored) return { ok: false, reason: "request_not_found" };
    const request = toCapturedRequest(stored, this.#endpointId, this.env.PUBLIC_URL);
    return replay(this.#listeners, request, connectionId, Date.now());
  }

  /** Counters of the endpoint. */
  stats() {
    return this.#log.stats();
  }

  /** How many came from each of these moments on, in Unix milliseconds, up to the next one. */
  arrivals(moments: number[]): number[] {
    return this.#log.arrivals(moments);
  }

  /** Hands the account back what it granted for a UTC day and nobody here needs. */
  giveBackUnused(day: number, grants: number): Promise<number> {
    return this.#allowance.giveUp(day, grants);
  }

  /** How many requests that the account granted for a UTC day have not come yet. */
  unused(day: number): number {
    return this.#allowance.unused(day);
  }

  /** A listener's upgrade, authenticated by the worker. Answers 101 or an `UpgradeRefusal`. */
  override async fetch(request: Request): Promise<Response> {
    const upgrade = parseUpgrade(request);
    const refusal = refusalOf(this.#settings, upgrade.identity, Date.now());
    if (refusal) return refuseUpgrade(refusal);
    const encode = (stored: StoredRequest) => this.#encode(stored);
    const parts = { listeners: this.#listeners, chores: this.#chores, log: this.#log, encode };
    return admit(parts, upgrade, this.#configured().plan, Date.now());
  }

  override alarm(): void {
    this.#chores.run(Date.now());
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#listeners.receive(socket, message, Date.now());
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    answerClose(socket, code, reason);
  }

  /** Stores and broadcasts in one turn, so that frames leave in the order of `seq`. */
  #commit(batch: readonly Arrival[]): StoredRequest[] {
    const now = Date.now();
    const { plan } = this.#configured();
    const stored = this.#log.append(batch, now);
    this.#chores.afterAppend(plan, now);
    this.#listeners.broadcast(() => stored.map((request) => this.#encode(request)));
    return stored;
  }

  /** Asks the account for a portion of the day's requests; says whether it gave one. */
  #refill(wanted: number): Promise<boolean> {
    const { settings, plan } = this.#configured();
    return this.#allowance.refill(settings.accountId, wanted, plan.maxDailyRequests);
  }

  #current(): { settings: EndpointSettings; plan: Plan } | null {
    const { state } = this.#settings;
    if (state.is !== "configured") return null;
    return { settings: state.settings, plan: plansOf(this.env)[state.settings.plan] };
  }

  #configured(): { settings: EndpointSettings; plan: Plan } {
    const current = this.#current();
    if (!current) throw new Error(`The endpoint is ${this.#settings.state.is}.`);
    return current;
  }

  async #configure(revision: number, told: EndpointSettings): Promise<number> {
    const before = this.#settings.state;
    if (!this.#settings.configure(revision, told)) return 0;
    // Not what was told: a command that comes again finishes the work of what holds.
    const { settings, plan } = this.#configured();
    this.#chores.afterConfigure(settings, plan, Date.now());
    const closed = isExpired(settings, Date.now())
      ? this.#listeners.closeEveryone()
      : this.#listeners.closeBeyond(plan);
    // Last, for a newer command may come in while the account is spoken to.
    const isOtherPlan = before.is === "configured" && before.settings.plan !== settings.plan;
    if (isOtherPlan) await this.#allowance.returnTo(settings.accountId);
    return closed;
  }

  async #delete(): Promise<number> {
    const { state } = this.#settings;
    // Memory first: what arrives while the storage is emptied finds the endpoint gone.
    this.#settings.markDeleted();
    const closed = this.#listeners.closeEveryone();
    if (state.is === "configured") await this.#allowance.returnTo(state.settings.accountId);
    await this.ctx.storage.deleteAll();
    migrate(this.ctx.storage);
    this.#settings.writeDeleted();
    this.#log = this.#newLog();
    this.#chores.reload();
    this.#allowance.reload();
    return closed;
  }

  #encode(request: StoredRequest): string {
    return encodeNewRequest(toCapturedRequest(request, this.#endpointId, this.env.PUBLIC_URL));
  }

  #newLog(): RequestLog {
    return new RequestLog(this.ctx.storage, () => this.#endpointId);
  }

  /** Hubs are addressed by name: the endpoint's id. Kept: to ask the runtime costs. */
  get #endpointId(): string {
    this.#name ??= this.ctx.id.name;
    if (this.#name === undefined) throw new Error("A hub must be addressed by its name.");
    return this.#name;
  }
}
