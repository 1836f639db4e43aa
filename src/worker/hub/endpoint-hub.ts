import { retryable } from "cloudflare:durable-objects";
import { DurableObject } from "cloudflare:workers";
import type { StoredRequest } from "../../protocol/captured-request.ts";
import { plansOf, type Env } from "../env.ts";
import { admit } from "./admission.ts";
import { AllowanceLease } from "./capture/allowance-lease.ts";
import { Capture } from "./capture/capture.ts";
import { CommitQueue } from "./capture/commit-queue.ts";
import { lenderOf } from "./capture/lender.ts";
import { RecentCaptures } from "./capture/recent-captures.ts";
import type { HubCommand } from "./contract/commands.ts";
import { packReply, packReplyV1, unpackRequests, unpackRequestsV1 } from "./contract/packing.ts";
import type { IncomingRequest, PageQuery, RequestPage } from "./contract/requests.ts";
import type {
  CaptureRefusal,
  CaptureResult,
  FoundBody,
  HubCondition,
  ReplayResult,
} from "./contract/results.ts";
import { resultFor } from "./contract/results-v1.ts";
import { parseUpgrade } from "./contract/upgrade.ts";
import { requireSpoken } from "./contract/version.ts";
import { HubStorage } from "./ended-storage.ts";
import { answerClose, Listeners } from "./listeners/listeners.ts";
import { replay } from "./listeners/replay.ts";
import { History } from "./log/history.ts";
import { Pages } from "./log/pages.ts";
import { RequestLog } from "./log/request-log.ts";
import { Uploads } from "./log/uploads.ts";
import { Lifecycle } from "./lifecycle.ts";
import { Maintenance } from "./maintenance.ts";
import { SettingsStore } from "./settings-store.ts";

/**
 * One endpoint: its settings, its stored requests and its listeners.
 *
 * `captureOnce` commits webhooks in batches, sends them to every open socket and only then acknowledges
 * them. `fetch` connects a listener. `apply` carries out a command from the rest of the worker, which
 * may arrive late, twice or out of order.
 */
export class EndpointHub extends DurableObject<Env> {
  readonly #settings: SettingsStore;
  readonly #log: RequestLog;
  readonly #history: History;
  readonly #pages: Pages;
  readonly #listeners: Listeners;
  readonly #maintenance: Maintenance;
  readonly #lease: AllowanceLease;
  readonly #queue: CommitQueue;
  readonly #capture: Capture;
  readonly #lifecycle: Lifecycle;
  #name: string | undefined;

  // The runtime may repeat these calls if the hub is reset. `capture` has no nonces, `captureLarge`
  // sends a stream, and `replay` would send a request twice.
  static {
    const { captureOnce, bodyLimit, refusal, apply, remove, disconnect } = this.prototype;
    const { page, find, has, findWithBody, listeners, stats, arrivals, unused } = this.prototype;
    retryable(captureOnce, bodyLimit, refusal, apply, remove, disconnect, this.prototype.condition);
    retryable(page, find, has, findWithBody, listeners, stats, arrivals, unused);
  }

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const now = () => Date.now();
    const ending = new HubStorage(ctx, now());
    const storage = ending.forParts;
    const endpointId = () => this.#endpointId;
    const settings = new SettingsStore(storage.sql, () => plansOf(env));
    const log = new RequestLog(storage, endpointId);
    const listeners = new Listeners({ ctx, endpointId, publicUrl: env.PUBLIC_URL }, now());
    const maintenance = new Maintenance(
      { storage, ending, settings, listeners, log: log.state },
      now(),
    );
    const lease = new AllowanceLease({
      sql: storage.sql,
      log: log.state,
      endpointId,
      lenderOf: (accountId) => lenderOf(env, accountId),
    });
    const recent = new RecentCaptures(storage.sql);
    const queue = new CommitQueue({ settings, lease, log, maintenance, listeners, recent, now });
    const uploads = new Uploads(storage, () => settings.current !== null);
    this.#settings = settings;
    this.#log = log;
    this.#history = new History(storage.sql, log.state, endpointId);
    this.#pages = new Pages(this.#history, storage.sql, () => !settings.isDeleted);
    this.#listeners = listeners;
    this.#maintenance = maintenance;
    this.#lease = lease;
    this.#queue = queue;
    this.#capture = new Capture({ settings, queue, uploads, recent, now });
    const parts = { storage, ending, settings, listeners, maintenance, lease };
    this.#lifecycle = new Lifecycle({ ...parts, log: log.state });
  }

  /**
   * Stores webhooks, then pushes them to every listener. Returns one result per webhook. If it is
   * `ok`, the request is durable. If the call is repeated, nothing is stored twice. Arguments and
   * results are packed; see `contract/packing.ts`.
   * @throws if a request could not be stored; others may have been stored
   */
  captureOnce(heads: string, bodies: Uint8Array): string | Promise<string> {
    const reply = this.#capture.capture(unpackRequests({ heads, bodies }), Date.now());
    return reply instanceof Promise ? reply.then(packReply) : packReply(reply);
  }

  /** The same in version 1, which can't be repeated. */
  capture(heads: string, bodies: Uint8Array): string | Promise<string> {
    const reply = this.#capture.capture(unpackRequestsV1({ heads, bodies }), Date.now());
    return reply instanceof Promise ? reply.then(packReplyV1) : packReplyV1(reply);
  }

  /**
   * Like `captureOnce`, for one webhook whose body exceeds the inline limit and is sent as a stream.
   * @param declaredSize the body's Content-Length in bytes; null if it has none
   */
  async captureLarge(
    incoming: Omit<IncomingRequest, "nonce"> & { nonce?: string },
    declaredSize: number | null,
    body: ReadableStream<Uint8Array>,
    version?: number,
  ): Promise<CaptureResult> {
    requireSpoken(version);
    return resultFor(version, await this.#capture.captureLarge(incoming, declaredSize, body));
  }

  /**
   * The largest body that is accepted, in bytes; 0 if webhooks are refused, null if the hub is not
   * configured yet.
   */
  bodyLimit(version?: number): number | null {
    requireSpoken(version);
    return this.#capture.bodyLimit(Date.now());
  }

  /** Why a webhook with a body of this size is refused; null if it is accepted. */
  refusal(size: number, version?: number): CaptureRefusal | null {
    requireSpoken(version);
    return this.#settings.captureRefusal(size, Date.now());
  }

  /**
   * Carries out a command. Repeating it changes nothing.
   * @returns how many sockets it closed
   */
  async apply(command: HubCommand, version?: number): Promise<{ closed: number }> {
    requireSpoken(version);
    return { closed: await this.#lifecycle.apply(command, Date.now()) };
  }

  /** The state of the endpoint as this hub knows it, to compare with the database. */
  condition(version?: number): HubCondition {
    requireSpoken(version);
    return this.#lifecycle.condition();
  }

  /** One page of the stored requests; empty if the endpoint is deleted. */
  async page(query: PageQuery, version?: number): Promise<RequestPage> {
    requireSpoken(version);
    return this.#pages.page(query, version);
  }

  /** One stored request, or null. `body` is null if it exceeds the inline limit. */
  find(requestId: string, version?: number): StoredRequest | null {
    requireSpoken(version);
    return this.#settings.isDeleted ? null : this.#history.find(requestId);
  }

  /** Whether the request is stored here; cheaper than `find`, which sends it over RPC. */
  has(requestId: string, version?: number): boolean {
    return this.find(requestId, version) !== null;
  }

  /** One stored request with the exact bytes of its body, or null. */
  findWithBody(requestId: string, version?: number): FoundBody | null {
    const request = this.find(requestId, version);
    return request && { request, body: this.#history.readBody(request) };
  }

  /** All requests stored now, oldest first, as lines of an export. Rows are read on demand. */
  exportRequests(publicUrl: string, version?: number): ReadableStream<Uint8Array> {
    requireSpoken(version);
    return this.#pages.exportLines(publicUrl);
  }

  /** Deletes requests on behalf of their owner. Returns how many of the ids were stored. */
  remove(requestIds: string[], version?: number): number {
    requireSpoken(version);
    return this.#settings.isDeleted ? 0 : this.#log.remove(requestIds);
  }

  /** The connected listeners, and how many the plan allows. */
  listeners(version?: number) {
    requireSpoken(version);
    const max = this.#settings.current?.plan.maxListeners ?? 0;
    return { listeners: this.#listeners.list(), max };
  }

  /** Closes one connection. Returns whether it was open. */
  disconnect(connectionId: string, version?: number): boolean {
    requireSpoken(version);
    return this.#listeners.disconnect(connectionId);
  }

  /** Sends a stored request to one listener. A dashboard can't be the target. */
  replay(requestId: string, connectionId: string, version?: number): ReplayResult {
    const stored = this.find(requestId, version);
    if (!stored) return { ok: false, reason: "request_not_found" };
    return replay(this.#listeners, stored, connectionId, Date.now());
  }

  /** Counters of the endpoint. */
  stats(version?: number) {
    requireSpoken(version);
    return this.#history.stats();
  }

  /** How many requests arrived in each interval between these times (Unix milliseconds). */
  arrivals(boundaries: number[], version?: number): number[] {
    requireSpoken(version);
    return this.#history.countSince(boundaries);
  }

  /** Returns the unused part of the lease for a UTC day to the account. Resolves to its size. */
  async giveBackUnused(day: number, grants: number, version?: number): Promise<number> {
    requireSpoken(version);
    return this.#queue.giveBackUnused(day, grants);
  }

  /** How many requests the lease for a UTC day still allows. */
  unused(day: number, version?: number): number {
    requireSpoken(version);
    return this.#lease.unused(day);
  }

  /** Handles a listener's upgrade, authenticated by the worker: 101 or an `UpgradeRefusal`. */
  override async fetch(request: Request): Promise<Response> {
    return admit(
      {
        settings: this.#settings,
        listeners: this.#listeners,
        maintenance: this.#maintenance,
        history: this.#history,
        log: this.#log.state,
      },
      parseUpgrade(request),
      Date.now(),
    );
  }

  override alarm(): void {
    this.#maintenance.run(Date.now());
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#listeners.receive(socket, message, Date.now());
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    answerClose(socket, code, reason);
  }

  /** The hub's name is the endpoint's id. Cached, because reading it costs measurable time. */
  get #endpointId(): string {
    return (this.#name ??= nameOf(this.ctx));
  }
}

function nameOf({ id }: DurableObjectState): string {
  if (id.name === undefined) throw new Error("A hub must be addressed by its name.");
  return id.name;
}
