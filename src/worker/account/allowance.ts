import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { utcDay } from "./day.ts";
import { Ledger, type Holding } from "./ledger.ts";

/** A hub's wish to take requests in. */
export interface LeaseWish {
  endpointId: string;
  /** The UTC day, as the hub's clock has it. */
  day: number;
  /** Requests that wait for it. */
  wanted: number;
  /** The plan's requests a day, as the hub knows it; null: unlimited. */
  limit: number | null;
}

/** `granted` requests that a hub may take on `day`; 0: none is left on that day. */
export interface Grant {
  day: number;
  granted: number;
  /** How many grants this hub has had on that day, this one included. */
  grants: number;
}

/*
 * A grant is a sixteenth of what is left. On plus that makes some hundred grants in 5,000
 * requests, one in fifty, and when the day's end is near no hub sits on much.
 */
const SHARE = 16;
const MAX_GRANT = 1_000;

/**
 * The daily allowance of one account, leased to its hubs in portions, so that a webhook asks
 * here only when its hub's portion is used up. The sum of what is granted and not given back
 * never passes the limit; so the account never takes in one request too many, whatever crashes.
 * What a crash strands in between is back on the next day.
 *
 * When nothing is left, what other hubs hold unused is called back before anyone is refused.
 */
export class AccountAllowance extends DurableObject<Env> {
  readonly #ledger: Ledger;
  #last: Promise<unknown> = Promise.resolve();
  /** Set once every hub was asked and none had anything: asking again would find the same. */
  #exhausted: { day: number; limit: number } | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#ledger = new Ledger(ctx.storage.sql);
  }

  /** Grants a portion of what is left today. */
  lease(wish: LeaseWish): Promise<Grant> {
    return this.#inTurn(() => this.#lease(wish));
  }

  /** Takes back what a hub will not use: its endpoint is deleted, or its plan has changed. */
  giveBack(endpointId: string, day: number, count: number): Promise<void> {
    return this.#inTurn(async () => {
      if (day !== this.#ledger.day || count === 0) return;
      this.#ledger.takeBack(endpointId, count);
      this.#exhausted = null;
    });
  }

  /** The account is deleted: it is granted nothing more, whatever hub has not heard of it yet. */
  close(): Promise<void> {
    return this.#inTurn(async () => this.#ledger.close());
  }

  /** How many requests the account has taken in today (UTC). */
  async used(): Promise<number> {
    this.#ledger.turnTo(utcDay(Date.now()));
    const holdings = this.#ledger.holdings();
    const counts = await Promise.all(holdings.map((held) => this.#usedOf(held)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async #lease({ endpointId, day, wanted, limit }: LeaseWish): Promise<Grant> {
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

  /** Calls back what all other hubs hold unused. */
  async #recall(askingId: string, limit: number): Promise<void> {
    const { day } = this.#ledger;
    if (this.#exhausted?.day === day && this.#exhausted.limit === limit) return;
    const others = this.#ledger.holdings().filter(({ endpointId }) => endpointId !== askingId);
    const returned = await Promise.all(others.map((held) => this.#callBack(held, day)));
    others.forEach(({ endpointId }, index) => {
      this.#ledger.takeBack(endpointId, returned[index] ?? 0);
    });
    // A hub that could not be asked may hold something still: ask again next time.
    const areAllAsked = !returned.includes(null);
    this.#exhausted = areAllAsked && this.#ledger.total >= limit ? { day, limit } : null;
  }

  /** What can't be called back stays granted: better one too few than one too many. */
  async #callBack({ endpointId, granted, grants }: Holding, day: number): Promise<number | null> {
    if (granted === 0) return 0;
    try {
      return await this.env.HUB.getByName(endpointId).giveBackUnused(day, grants);
    } catch (error) {
      console.warn("allowance: a hub could not be asked for what it does not use", error);
      return null;
    }
  }

  /** A hub that can't be asked counts as having used all that it was granted. */
  async #usedOf({ endpointId, granted }: Holding): Promise<number> {
    if (granted === 0) return 0;
    const unused = await this.env.HUB.getByName(endpointId)
      .unused(this.#ledger.day)
      .catch(() => 0);
    return Math.max(0, granted - unused);
  }

  /** One at a time: between a look at what is left and the grant nobody else may be granted. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
