import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { utcDay } from "./day.ts";
import { Ledger, type Holding } from "./ledger.ts";

/** A hub's request for a larger lease. */
export interface LeaseInput {
  endpointId: string;
  /** The number of the UTC day, by the hub's clock. */
  day: number;
  /** How many requests wait for it. */
  wanted: number;
  /** The plan's requests per day, as the hub knows it; null: unlimited. */
  limit: number | null;
}

/** How many more requests a hub may store on a UTC day. */
export interface Grant {
  day: number;
  /** 0 if nothing is left on that day. */
  granted: number;
  /** How many grants this hub has received on that day, including this one. */
  grants: number;
}

/*
 * A grant is a sixteenth of the rest. On the plus plan, 5,000 requests take some hundred grants,
 * one per fifty requests, and when little is left, no hub holds much of it.
 */
const SHARE = 16;
const MAX_GRANT = 1_000;

/**
 * Leases the daily allowance of one account to its hubs in portions, so that a webhook causes a
 * call here only when its hub's portion is used up.
 *
 * The granted portions that were not given back never exceed the limit, so the account never
 * accepts a request too many, whatever crashes. A portion that a crash strands is available again
 * on the next day. When nothing is left, unused portions of other hubs are recalled before a
 * request is refused.
 */
export class AccountAllowance extends DurableObject<Env> {
  readonly #ledger: Ledger;
  #last: Promise<unknown> = Promise.resolve();
  /** Set once every hub was asked and none had anything left: asking again would be useless. */
  #exhausted: { day: number; limit: number } | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#ledger = new Ledger(ctx.storage.sql);
  }

  /** Grants a portion of the rest of today's allowance. */
  lease(input: LeaseInput): Promise<Grant> {
    return this.#inTurn(() => this.#lease(input));
  }

  /** Takes back the unused part of a lease: the endpoint was deleted, or the plan changed. */
  giveBack(endpointId: string, day: number, count: number): Promise<void> {
    return this.#inTurn(async () => {
      if (day !== this.#ledger.day || count === 0) return;
      this.#ledger.takeBack(endpointId, count);
      this.#exhausted = null;
    });
  }

  /** The account is deleted: grants nothing more, even to a hub that does not know it yet. */
  close(): Promise<void> {
    return this.#inTurn(async () => this.#ledger.close());
  }

  /** How many requests the account has received today (UTC). */
  async used(): Promise<number> {
    this.#ledger.turnTo(utcDay(Date.now()));
    const holdings = this.#ledger.holdings();
    const counts = await Promise.all(holdings.map((held) => this.#usedOf(held)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async #lease({ endpointId, day, wanted, limit }: LeaseInput): Promise<Grant> {
    if (this.#ledger.isClosed) return { day, granted: 0, grants: 0 };
    this.#ledger.turnTo(Math.max(day, utcDay(Date.now())));
    if (limit !== null && limit - this.#ledger.total < wanted)
      await this.#recall(endpointId, limit);
    const left = limit === null ? Infinity : Math.max(0, limit - this.#ledger.total);
    const portion = Math.max(wanted, Math.floor(left / SHARE));
    const granted = Math.min(left, portion, MAX_GRANT);
    if (granted === 0) return { day: this.#ledger.day, granted, grants: 0 };
    return { day: this.#ledger.day, granted, grants: this.#ledger.grant(endpointId, granted) };
  }

  /** Recalls the unused portions of all other hubs. */
  async #recall(askingId: string, limit: number): Promise<void> {
    const { day } = this.#ledger;
    if (this.#exhausted?.day === day && this.#exhausted.limit === limit) return;
    const others = this.#ledger.holdings().filter(({ endpointId }) => endpointId !== askingId);
    const returned = await Promise.all(others.map((held) => this.#callBack(held, day)));
    others.forEach(({ endpointId }, index) => {
      this.#ledger.takeBack(endpointId, returned[index] ?? 0);
    });
    // A hub that could not be reached may hold something: ask again next time.
    const areAllAsked = !returned.includes(null);
    this.#exhausted = areAllAsked && this.#ledger.total >= limit ? { day, limit } : null;
  }

  /** A portion that can't be recalled stays granted: better a request too few than too many. */
  async #callBack({ endpointId, granted, grants }: Holding, day: number): Promise<number | null> {
    if (granted === 0) return 0;
    try {
      return await this.env.HUB.getByName(endpointId).giveBackUnused(day, grants);
    } catch (error) {
      console.warn("allowance: a hub could not be asked for its unused portion", error);
      return null;
    }
  }

  /** A hub that can't be reached counts as having used its whole portion. */
  async #usedOf({ endpointId, granted }: Holding): Promise<number> {
    if (granted === 0) return 0;
    const unused = await this.env.HUB.getByName(endpointId)
      .unused(this.#ledger.day)
      .catch(() => 0);
    return Math.max(0, granted - unused);
  }

  /** Runs one task at a time: no other grant may come between the check and the grant. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
