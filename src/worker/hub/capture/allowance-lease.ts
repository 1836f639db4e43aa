import type { Grant } from "../../account/allowance.ts";
import { utcDay } from "../../account/day.ts";

/** The account's side, as far as a hub calls it. */
export interface Lender {
  lease(wish: {
    endpointId: string;
    day: number;
    wanted: number;
    limit: number | null;
  }): Promise<Grant>;
  giveBack(endpointId: string, day: number, count: number): Promise<void>;
}

/** A grant that was sent arrives within this, or was lost and never will. */
const ARRIVAL_TIMEOUT_MS = 1_000;

/**
 * What the hub may still take in today, kept as "up to this sequence number": a write for each
 * grant, none for each request, and an eviction forgets nothing.
 */
export class Lease {
  readonly #sql: SqlStorage;
  #day = 0;
  #throughSeq = 0;
  #grants = 0;
  #asking: Promise<unknown> | null = null;
  /** Raised where all was given up: a grant that was asked for before goes straight back. */
  #generation = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const query = "SELECT day, through_seq, grants FROM lease";
    for (const row of sql.exec<{ day: number; through_seq: number; grants: number }>(query)) {
      [this.#day, this.#throughSeq, this.#grants] = [row.day, row.through_seq, row.grants];
    }
  }

  /** How many requests may be taken in now. A lease for the day to come is good already. */
  available(now: number, lastSeq: number): number {
    return utcDay(now) <= this.#day ? Math.max(0, this.#throughSeq - lastSeq) : 0;
  }

  /** How many of this day's requests were granted and not yet taken in. */
  unused(day: number, lastSeq: number): number {
    return day === this.#day ? Math.max(0, this.#throughSeq - lastSeq) : 0;
  }

  /**
   * Asks the account for more; says whether to go on: it granted some, or what it granted was for
   * a plan that is no longer, and was given back.
   */
  async ask(
    lender: Lender,
    wish: Parameters<Lender["lease"]>[0],
    lastSeq: () => number,
  ): Promise<boolean> {
    const asking = lender.lease(wish);
    const generation = this.#generation;
    this.#asking = asking;
    try {
      const grant = await asking;
      if (generation !== this.#generation) {
        await lender.giveBack(wish.endpointId, grant.day, grant.granted);
        return true;
      }
      this.#add(grant, lastSeq());
      return grant.granted > 0;
    } finally {
      this.#asking = null;
    }
  }

  /**
   * Gives up what nobody here needs; says how much it was.
   * @param grants how many grants the account has sent for that day: one may be on the way still
   * @param needed requests that wait to be taken in on this lease
   */
  async giveUp(
    day: number,
    grants: number,
    needed: () => { lastSeq: number; waiting: number },
  ): Promise<number> {
    const isOnItsWay = () => day !== this.#day || this.#grants < grants;
    if (this.#asking && isOnItsWay()) {
      const arrival = this.#asking.catch(() => {});
      await Promise.race([arrival, scheduler.wait(ARRIVAL_TIMEOUT_MS)]);
    }
    const { lastSeq, waiting } = needed();
    return this.#drop(day, lastSeq + waiting);
  }

  /** Gives all of it up at once, for the plan that it was made under is no longer. */
  dropAll(lastSeq: number): { day: number; count: number } {
    this.#generation += 1;
    return { day: this.#day, count: this.#drop(this.#day, lastSeq) };
  }

  #drop(day: number, throughSeq: number): number {
    const count = day === this.#day ? Math.max(0, this.#throughSeq - throughSeq) : 0;
    if (count > 0) this.#write(day, throughSeq, this.#grants);
    return count;
  }

  #add({ day, granted, grants }: Grant, lastSeq: number): void {
    if (granted === 0) return;
    const from = day === this.#day ? Math.max(this.#throughSeq, lastSeq) : lastSeq;
    this.#write(day, from + granted, grants);
  }

  #write(day: number, throughSeq: number, grants: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO lease VALUES (1, ?, ?, ?)", day, throughSeq, grants);
    [this.#day, this.#throughSeq, this.#grants] = [day, throughSeq, grants];
  }
}
