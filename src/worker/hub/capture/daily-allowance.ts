import { utcDay } from "../../account/day.ts";
import { Lease, type Lender } from "./allowance-lease.ts";

/** What the allowance asks the hub that it belongs to. */
export interface AllowanceParts {
  sql: SqlStorage;
  endpointId(): string;
  lenderOf(accountId: string): Lender;
  lastSeq(): number;
  /** Requests that have arrived and wait to be committed. */
  waiting(): number;
}

/** The hub's portion of its account's requests a day. */
export class DailyAllowance {
  readonly #parts: AllowanceParts;
  #lease: Lease;

  constructor(parts: AllowanceParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.sql);
  }

  /** How many requests may be taken in without asking. */
  available(): number {
    return this.#lease.available(Date.now(), this.#parts.lastSeq());
  }

  /** How many requests that the account granted for a UTC day have not come yet. */
  unused(day: number): number {
    return this.#lease.unused(day, this.#parts.lastSeq());
  }

  /**
   * Asks the account for a portion; says whether it gave one.
   * @param limit the plan's requests a day; null: unlimited
   */
  refill(accountId: string, wanted: number, limit: number | null): Promise<boolean> {
    const { endpointId, lenderOf, lastSeq } = this.#parts;
    const wish = { endpointId: endpointId(), day: utcDay(Date.now()), wanted, limit };
    return this.#lease.ask(lenderOf(accountId), wish, lastSeq);
  }

  /** The account calls back what was granted for a UTC day and nobody here needs. */
  giveUp(day: number, grants: number): Promise<number> {
    const { lastSeq, waiting } = this.#parts;
    return this.#lease.giveUp(day, grants, () => ({ lastSeq: lastSeq(), waiting: waiting() }));
  }

  /** Returns all of it unasked. What fails to be returned is the account's on the next day. */
  async returnTo(accountId: string): Promise<void> {
    const { endpointId, lenderOf, lastSeq } = this.#parts;
    const { day, count } = this.#lease.dropAll(lastSeq());
    try {
      if (count > 0) await lenderOf(accountId).giveBack(endpointId(), day, count);
    } catch (error) {
      console.warn("allowance: what a hub does not use could not be returned", error);
    }
  }

  /** Reads the lease again, from a database that was emptied. */
  reload(): void {
    this.#lease = new Lease(this.#parts.sql);
  }
}
