import { retryable } from "cloudflare:durable-objects";
import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { requireSpoken } from "../hub/contract/version.ts";
import { callHub, callHubOnce } from "../hub/stub.ts";
import { utcDay } from "./day.ts";
import { Journal, type JournalPage } from "./journal.ts";
import { Ledger, type Holding } from "./ledger.ts";

/** A hub's request for a larger lease. */
export interface LeaseInput {
  endpointId: string;
  /** The number of the UTC day, by the hub's clock. */
  day: number;
  /** How many requests wait for the lease. */
  wanted: number;
  /** The plan's daily limit of requests, as the hub knows it; null: unlimited. */
  limit: number | null;
}

/** How many more requests a hub may store on a UTC day. */
export interface Grant {
  day: number;
  /** 0 if nothing is left on that day. */
  granted: number;
  /** How many grants this hub has received on that day, including this one. */
  grants: number;
  /**
   * Nothing was granted, and nothing more will be granted on that day under this limit: no other hub
   * has anything left. An object of version 1 never sets this.
   */
  isExhausted?: true;
}

/*
 * A grant is a sixteenth of the remaining allowance. The 5,000 requests of the plus plan take about
 * a hundred grants, one per fifty requests. When little is left, grants are small, so that no hub
 * holds most of it.
 */
const SHARE = 16;
const MAX_GRANT = 1_000;

/**
 * Leases the daily allowance of one account to its hubs in portions, so that a webhook causes a
 * call here only when its hub's portion is used up.
 *
 * The total of all outstanding portions never exceeds the limit, so the account never accepts too
 * many requests, even after a crash. A portion that is lost in a crash is available again on the
 * next day. If nothing is left, the unused portions of other hubs are recalled before a request is
 * refused.
 */
export class AccountAllowance extends DurableObject<Env> {
  readonly #ledger: Ledger;
  readonly #journal: Journal;
  #last: Promise<unknown> = Promise.resolve();
  /** Set after every hub was asked and none had anything left, so asking again would be useless. */
  #exhausted: { day: number; limit: number } | null = null;

  // The runtime may repeat these calls if the object is reset. `lease`, `giveBack` and `beat` are not
  // among them, because a repetition would take effect twice.
  static {
    const { close, noteEnd, hasEnded, noteEndpoint, forgetEndpoints, journal, used } =
      this.prototype;
    retryable(close, noteEnd, hasEnded, noteEndpoint, forgetEndpoints, journal, used);
  }

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#ledger = new Ledger(ctx.storage.sql);
    this.#journal = new Journal(ctx.storage.sql);
  }

  /** Grants a portion of the rest of today's allowance. */
  async lease(input: LeaseInput, version?: number): Promise<Grant> {
    requireSpoken(version);
    return this.#inTurn(() => this.#lease(input));
  }

  /** Takes back the unused part of a lease, after the endpoint was deleted or the plan changed. */
  async giveBack(endpointId: string, day: number, count: number, version?: number): Promise<void> {
    requireSpoken(version);
    return this.#inTurn(async () => {
      if (day !== this.#ledger.day || count === 0) return;
      this.#ledger.takeBack(endpointId, count);
      this.#exhausted = null;
    });
  }

  /** Stops all grants, because the account is deleted and some hubs may not know that yet. */
  async close(version?: number): Promise<void> {
    requireSpoken(version);
    return this.#inTurn(async () => {
      this.#ledger.close();
      this.#journal.clear();
    });
  }

  /** Notes that a credential was revoked, or when it ends early (Unix milliseconds). */
  async noteEnd(credentialId: string, at: number, version?: number): Promise<void> {
    requireSpoken(version);
    if (!this.#ledger.isClosed) this.#journal.noteEnd(credentialId, at);
  }

  /**
   * Whether the notes of this object say that a credential has ended. The database may have been
   * restored to a time before that.
   */
  async hasEnded(credentialId: string, now: number, version?: number): Promise<boolean> {
    requireSpoken(version);
    return this.#ledger.isClosed || (this.#journal.endOf(credentialId) ?? Infinity) <= now;
  }

  /** Notes that an endpoint exists. A hub that asks for a lease is noted as well. */
  async noteEndpoint(endpointId: string, version?: number): Promise<void> {
    requireSpoken(version);
    if (!this.#ledger.isClosed) this.#journal.noteEndpoint(endpointId, Date.now());
  }

  async forgetEndpoints(endpointIds: string[], version?: number): Promise<void> {
    requireSpoken(version);
    this.#journal.forgetEndpoints(endpointIds);
  }

  /** The notes about the account, page by page. @param after null: the first page */
  async journal(after: string | null, version?: number): Promise<JournalPage> {
    requireSpoken(version);
    return { isClosed: this.#ledger.isClosed, ...this.#journal.page(after) };
  }

  /**
   * Compares the database's count of cron runs with the highest one that was noted here. Called only
   * on the object named `PULSE`.
   * @returns the highest count before this call
   */
  async beat(beats: number, version?: number): Promise<number> {
    requireSpoken(version);
    const { kv } = this.ctx.storage;
    const highest = kv.get<number>("beats") ?? 0;
    if (beats > highest) kv.put("beats", beats);
    return highest;
  }

  /** How many requests the account has received today (UTC). */
  async used(version?: number): Promise<number> {
    requireSpoken(version);
    this.#advanceTo(utcDay(Date.now()));
    const holdings = this.#ledger.holdings();
    const counts = await Promise.all(holdings.map((held) => this.#usedOf(held)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async #lease({ endpointId, day, wanted, limit }: LeaseInput): Promise<Grant> {
    if (this.#ledger.isClosed) return { day, granted: 0, grants: 0 };
    this.#advanceTo(Math.max(day, utcDay(Date.now())));
    this.#journal.noteEndpoint(endpointId, Date.now());
    if (limit !== null && limit - this.#ledger.total < wanted)
      await this.#recall(endpointId, limit);
    const left = limit === null ? Infinity : Math.max(0, limit - this.#ledger.total);
    const portion = Math.max(wanted, Math.floor(left / SHARE));
    const granted = Math.min(left, portion, MAX_GRANT);
    const { day: grantedDay } = this.#ledger;
    if (granted > 0) {
      return { day: grantedDay, granted, grants: this.#ledger.grant(endpointId, granted) };
    }
    const refusal: Grant = { day: grantedDay, granted, grants: 0 };
    return this.#isExhausted(limit) ? { ...refusal, isExhausted: true } : refusal;
  }

  #isExhausted(limit: number | null): boolean {
    return this.#exhausted?.day === this.#ledger.day && this.#exhausted.limit === limit;
  }

  #advanceTo(day: number): void {
    if (this.#ledger.advanceTo(day)) this.#journal.purge(day);
  }

  /** Recalls the unused portions of all other hubs. */
  async #recall(askingId: string, limit: number): Promise<void> {
    const { day } = this.#ledger;
    if (this.#isExhausted(limit)) return;
    const others = this.#ledger.holdings().filter(({ endpointId }) => endpointId !== askingId);
    const returned = await Promise.all(others.map((held) => this.#recallFrom(held, day)));
    others.forEach(({ endpointId }, index) => {
      this.#ledger.takeBack(endpointId, returned[index] ?? 0);
    });
    // A hub that could not be reached may still hold a portion: ask it again next time.
    const wereAllReached = !returned.includes(null);
    this.#exhausted = wereAllReached && this.#ledger.total >= limit ? { day, limit } : null;
  }

  /**
   * Recalls the unused portion of one hub. Returns null if the hub can't be reached: its portion
   * stays granted, because too few requests are better than too many.
   */
  async #recallFrom({ endpointId, granted, grants }: Holding, day: number): Promise<number | null> {
    if (granted === 0) return 0;
    try {
      // A repetition would find nothing left, and the portion would be lost until the next day.
      return await callHubOnce<number>(this.env, endpointId, (hub, version) =>
        hub.giveBackUnused(day, grants, version),
      );
    } catch (error) {
      console.warn("allowance: a hub could not be asked for its unused portion", error);
      return null;
    }
  }

  /** A hub that can't be reached counts as having used its whole portion. */
  async #usedOf({ endpointId, granted }: Holding): Promise<number> {
    if (granted === 0) return 0;
    const { day } = this.#ledger;
    const unused = await callHub<number>(this.env, endpointId, (hub, version) =>
      hub.unused(day, version),
    ).catch(() => 0);
    return Math.max(0, granted - unused);
  }

  /** Runs one task at a time, so that nothing is granted between another task's check and grant. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
