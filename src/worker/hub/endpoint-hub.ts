import { DurableObject } from "cloudflare:workers";
import { toCapturedRequest, type StoredRequest } from "../../protocol/captured-request.ts";
import { encodeFrame, encodeNewRequest, PING_FRAME } from "../../protocol/frames.ts";
import type { Plan } from "../../protocol/plans.ts";
import type { Connection } from "../../protocol/replay.ts";
import { nextUtcDay } from "../account/day.ts";
import { plansOf, type Env } from "../env.ts";
import { catchUp } from "./catch-up.ts";
import type { EndpointSettings, HubCommand } from "./commands.ts";
import { DailyAllowance } from "./daily-allowance.ts";
import { Intake } from "./intake.ts";
import { Listeners } from "./listeners.ts";
import { migrate } from "./migrations.ts";
import { RequestLog, type IncomingRequest, type PageQuery } from "./request-log.ts";
import { SettingsStore } from "./settings-store.ts";
import { parseUpgrade, refuseUpgrade, type Upgrade } from "./upgrade.ts";

/** Why a hub does not take a webhook. `unconfigured`: tell it its settings, then ask again. */
export type CaptureRefusal =
  | { ok: false; reason: "unconfigured" | "endpoint_not_found" | "endpoint_expired" }
  | { ok: false; reason: "payload_too_large"; maxSize: number }
  | { ok: false; reason: "daily_limit"; limit: number; resetAt: number };
export type CaptureResult = { ok: true; id: string; timestamp: number } | CaptureRefusal;

/** What became of a replay: `dispatchedAt` is ISO 8601. */
export type ReplayResult =
  | { ok: true; target: Connection; dispatchedAt: string }
  | { ok: false; reason: "request_not_found" | "target_offline" };

/**
 * One endpoint: its requests, its listeners, and what it was told about itself.
 *
 * A webhook comes in by `capture`, is committed with what else arrived in that turn, is sent to
 * every open socket, and only then answered. A listener comes in by `fetch`. The rest of the
 * worker speaks to it by `apply`, which may be called late, twice and out of order.
 */
export class EndpointHub extends DurableObject<Env> {
  readonly #settings: SettingsStore;
  readonly #listeners: Listeners;
  readonly #intake: Intake;
  readonly #allowance: DailyAllowance;
  #log: RequestLog;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage);
    this.#settings = new SettingsStore(ctx.storage.sql);
    this.#log = new RequestLog(ctx.storage);
    this.#listeners = new Listeners(ctx);
    this.#intake = new Intake({
      commit: (batch) => this.#commit(batch),
      available: () => this.#allowance.available(),
      refill: (wanted) => this.#refill(wanted),
    });
    this.#allowance = new DailyAllowance({
      sql: ctx.storage.sql,
      endpointId: () => this.#endpointId,
      lenderOf: (accountId) => env.ALLOWANCE.getByName(accountId),
      lastSeq: () => this.#log.lastSeq,
      waiting: () => this.#intake.waiting,
    });
    // Answered by the runtime, asleep or awake. The reply is a constant: its timestamp is when it
    // was armed, not when it was sent.
    const pong = encodeFrame("pong", {}, Date.now());
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING_FRAME, pong));
  }

  /**
   * Stores one webhook and pushes it to every listener. Where it says `ok`, the request is
   * durable; `timestamp` is when it was captured, in Unix milliseconds.
   *
   * @param incoming the request; a body that is known to be too large for any plan comes empty
   * @param size the body's size in bytes as the sender gave it
   * @throws where the batch could not be stored: nothing of it was
   */
  async capture(incoming: IncomingRequest, size: number): Promise<CaptureResult> {
    const refusal = this.#refusal(size);
    if (refusal) return refusal;
    try {
      const result = await this.#intake.add(incoming);
      if ("refused" in result) return this.#overDailyLimit();
      return { ok: true, id: result.stored.id, timestamp: result.stored.createdAt };
    } catch (error) {
      // Deleted between arrival and commit: an answer, not a fault.
      const late = this.#refusal(size);
      if (late) return late;
      throw error;
    }
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
        return { closed: this.#listeners.closeCredential(command.credentialId) };
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

  /** One stored request with the exact bytes of its body, or null. */
  findWithBody(requestId: string): { request: StoredRequest; body: Uint8Array } | null {
    const request = this.find(requestId);
    return request && { request, body: this.#log.readBody(request) };
  }

  /** Who listens, and how many may. */
  listeners() {
    const max = this.#configured().plan.maxListeners;
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
    const found = this.#listeners.list().find((one) => one.connectionId === connectionId);
    if (!found || found.clientType === "web") return { ok: false, reason: "target_offline" };
    const { credentialId: _credential, ...target } = found;
    const now = Date.now();
    const dispatchedAt = new Date(now).toISOString();
    const payload = {
      replayId: crypto.randomUUID(),
      sourceRequestId: requestId,
      dispatchedAt,
      target,
      request: toCapturedRequest(stored, this.#endpointId, this.env.PUBLIC_URL),
    };
    this.#listeners.sendTo(connectionId, encodeFrame("replay_request", payload, now));
    return { ok: true, target, dispatchedAt };
  }

  /** Counters of the endpoint. */
  stats() {
    return this.#log.stats();
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
    const { state } = this.#settings;
    if (state.is === "unconfigured") return refuseUpgrade({ reason: "unconfigured" });
    if (state.is === "deleted" || isExpired(state.settings, Date.now())) {
      return refuseUpgrade({ reason: "endpoint_not_found" });
    }
    if (this.#settings.isBuried(upgrade.identity.credentialId)) {
      return refuseUpgrade({ reason: "not_signed_in" });
    }
    return this.#admit(upgrade, state.settings, this.#planOf(state.settings));
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#listeners.receive(socket, message, Date.now());
  }

  /** The runtime does not answer a close frame for a hibernatable socket: its peer would hang. */
  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    socket.close(canBeSent(code) ? code : NORMAL_CLOSURE, reason);
  }

  #refusal(size: number): CaptureRefusal | null {
    const { state } = this.#settings;
    if (state.is === "unconfigured") return { ok: false, reason: "unconfigured" };
    if (state.is === "deleted") return { ok: false, reason: "endpoint_not_found" };
    if (isExpired(state.settings, Date.now())) return { ok: false, reason: "endpoint_expired" };
    const maxSize = this.#planOf(state.settings).maxBodyBytes;
    if (size > maxSize) return { ok: false, reason: "payload_too_large", maxSize };
    return null;
  }

  /** Stores and broadcasts in one turn, so that frames leave in the order of `seq`. */
  #commit(batch: IncomingRequest[]): StoredRequest[] {
    if (this.#settings.state.is === "deleted") throw new Error("The endpoint was deleted.");
    const stored = this.#log.append(batch, this.#endpointId, Date.now());
    if (this.#listeners.open().length > 0) {
      this.#listeners.broadcast(stored.map((request) => this.#encode(request)));
    }
    return stored;
  }

  #admit(upgrade: Upgrade, settings: EndpointSettings, plan: Plan): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    const now = Date.now();
    const max = plan.maxListeners;
    const connectionId = this.#listeners.admit(server, upgrade.identity, max, now);
    if (connectionId === null) return refuseUpgrade({ reason: "connection_limit", max });
    const lastSeq = this.#log.lastSeq;
    server.send(encodeFrame("connected", { connectionId, lastSeq }, now));
    // Same turn as the accept: no request can be stored in between, so none is missed or sent
    // twice.
    if (upgrade.since !== null) this.#sendMissed(server, upgrade.since, now);
    return new Response(null, { status: 101, webSocket: client });
  }

  #sendMissed(socket: WebSocket, since: number, now: number): void {
    const missed = this.#log.newestAfter(since);
    const { gap, frames } = catchUp(missed, since, (request) => this.#encode(request));
    if (gap) socket.send(encodeFrame("gap", gap, now));
    for (const frame of frames) socket.send(frame);
  }

  /** Asks the account for a portion of the day's requests; says whether it gave one. */
  #refill(wanted: number): Promise<boolean> {
    const { settings, plan } = this.#configured();
    return this.#allowance.refill(settings.accountId, wanted, plan.maxDailyRequests);
  }

  #overDailyLimit(): CaptureRefusal {
    const limit = this.#configured().plan.maxDailyRequests ?? 0;
    return { ok: false, reason: "daily_limit", limit, resetAt: nextUtcDay(Date.now()) };
  }

  #configured(): { settings: EndpointSettings; plan: Plan } {
    const { state } = this.#settings;
    if (state.is !== "configured") throw new Error(`The endpoint is ${state.is}.`);
    return { settings: state.settings, plan: this.#planOf(state.settings) };
  }

  async #configure(revision: number, settings: EndpointSettings): Promise<number> {
    const before = this.#settings.state;
    if (!this.#settings.configure(revision, settings)) return 0;
    if (before.is === "configured" && before.settings.plan !== settings.plan) {
      await this.#allowance.returnTo(before.settings.accountId);
    }
    if (isExpired(settings, Date.now())) return this.#listeners.closeEveryone();
    return this.#listeners.closeBeyond(this.#planOf(settings).maxListeners);
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
    this.#log = new RequestLog(this.ctx.storage);
    this.#allowance.reload();
    return closed;
  }

  #encode(request: StoredRequest): string {
    return encodeNewRequest(toCapturedRequest(request, this.#endpointId, this.env.PUBLIC_URL));
  }

  #planOf(settings: EndpointSettings): Plan {
    return plansOf(this.env)[settings.plan];
  }

  /** Hubs are addressed by name, and the name is the endpoint's id. */
  get #endpointId(): string {
    if (this.ctx.id.name === undefined) throw new Error("A hub must be addressed by its name.");
    return this.ctx.id.name;
  }
}

const NORMAL_CLOSURE = 1000;

/** 1005, 1006 and 1015 tell of a close without a code; none may be sent (RFC 6455 7.4.1). */
function canBeSent(code: number): boolean {
  return code !== 1005 && code !== 1006 && code !== 1015;
}

function isExpired(settings: EndpointSettings, now: number): boolean {
  return settings.expiresAt !== null && settings.expiresAt <= now;
}
