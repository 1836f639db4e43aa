import type { Grant } from "../../account/allowance.ts";
import { utcDay } from "../../account/day.ts";
import { SECOND_MS } from "../../../protocol/time-units.ts";
import type { LogState } from "../log/log-state.ts";
import type { Lender } from "./lender.ts";

export interface AllowanceLeaseDeps {
  sql: SqlStorage;
  log: Pick<LogState, "lastSeq">;
  endpointId(): string;
  lenderOf(accountId: string): Lender;
}

/** A grant that has not arrived within this time is considered lost. */
const ARRIVAL_TIMEOUT_MS = 1_000;

/** How long nothing is requested after a refusal, if another hub may still return something. */
const ASK_AGAIN_AFTER_MS = 5 * SECOND_MS;

/**
 * The hub's share of its account's daily allowance of requests.
 *
 * It is stored as the last sequence number that it covers. So only a grant costs a write,
 * and eviction loses nothing. `day` is the number of a UTC day throughout.
 */
export class AllowanceLease {
  readonly #deps: AllowanceLeaseDeps;
  #day = 0;
  #throughSeq = 0;
  #grants = 0;
  #pendingGrant: Promise<Grant> | null = null;
  /** Grows when the whole lease is returned. A grant that was requested before is returned, too. */
  #generation = 0;
  /** The last refusal: under this limit, nothing is left of this day, at least until this time. */
  #exhausted: { day: number; limit: number | null; since: number; until: number } | null = null;

  constructor(deps: AllowanceLeaseDeps) {
    this.#deps = deps;
    this.reload();
  }

  /** Reads the lease again, for example after the database was emptied. */
  reload(): void {
    const query = "SELECT day, through_seq, grants FROM lease";
    const rows = this.#deps.sql.exec<{ day: number; through_seq: number; grants: number }>(query);
    const [row] = rows.toArray();
    this.#day = row?.day ?? 0;
    this.#throughSeq = row?.through_seq ?? 0;
    this.#grants = row?.grants ?? 0;
  }

  /**
   * How many requests may be stored now. A lease for the next day is valid already, because the
   * account's clock may be ahead.
   * @param now Unix milliseconds
   */
  available(now: number): number {
    return utcDay(now) <= this.#day ? this.#left() : 0;
  }

  /** How many of the requests granted for this day have not been stored. */
  unused(day: number): number {
    return day === this.#day ? this.#left() : 0;
  }

  #left(): number {
    return Math.max(0, this.#throughSeq - this.#deps.log.lastSeq);
  }

  /**
   * Requests a larger lease. A refusal is remembered, so that a flood of webhooks costs one call.
   * @param limit the plan's requests per day; null: unlimited
   * @returns false if nothing was granted. True if something was granted, or if the plan changed
   *   meanwhile and the grant was returned; then ask again
   */
  async refill(
    accountId: string,
    wanted: number,
    limit: number | null,
    now: number,
  ): Promise<boolean> {
    if (this.#isExhausted(limit, now)) return false;
    const endpointId = this.#deps.endpointId();
    const lender = this.#deps.lenderOf(accountId);
    const generation = this.#generation;
    this.#pendingGrant = lender.lease({ endpointId, day: utcDay(now), wanted, limit });
    try {
      const grant = await this.#pendingGrant;
      if (generation !== this.#generation) {
        await lender.giveBack(endpointId, grant.day, grant.granted);
        return true;
      }
      this.#add(grant);
      if (grant.granted > 0) return true;
      const until = grant.isExhausted ? Infinity : now + ASK_AGAIN_AFTER_MS;
      this.#exhausted = { day: grant.day, limit, since: now, until };
      return false;
    } finally {
      this.#pendingGrant = null;
    }
  }

  #isExhausted(limit: number | null, now: number): boolean {
    const known = this.#exhausted;
    if (known?.day !== utcDay(now) || known.limit !== limit) return false;
    // A clock that was set back must not extend the time.
    return now >= known.since && now < known.until;
  }

  /**
   * Returns the unused rest of the lease to the account, which recalls it. Resolves to its size.
   * @param grants how many grants the account has sent for that day; one may still be in transit
   * @param waiting returns how many waiting requests need the lease
   */
  async giveUp(day: number, grants: number, waiting: () => number): Promise<number> {
    const isInTransit = day !== this.#day || this.#grants < grants;
    if (this.#pendingGrant && isInTransit) {
      const arrival = this.#pendingGrant.catch(() => {});
      await Promise.race([arrival, scheduler.wait(ARRIVAL_TIMEOUT_MS)]);
    }
    return this.#shrink(day, this.#deps.log.lastSeq + waiting());
  }

  /**
   * Returns the unused rest of the lease on the hub's own initiative. If that fails, the account
   * can use it again on the next day.
   */
  async returnAll(accountId: string): Promise<void> {
    this.#generation += 1;
    this.#exhausted = null;
    const day = this.#day;
    const count = this.#shrink(day, this.#deps.log.lastSeq);
    const { endpointId, lenderOf } = this.#deps;
    try {
      if (count > 0) await lenderOf(accountId).giveBack(endpointId(), day, count);
    } catch (error) {
      console.warn("allowance: the unused rest of a lease could not be returned", error);
    }
  }

  /** Ends the lease at this sequence number. Returns by how many requests it was shortened. */
  #shrink(day: number, throughSeq: number): number {
    const count = day === this.#day ? Math.max(0, this.#throughSeq - throughSeq) : 0;
    if (count > 0) this.#write(day, throughSeq, this.#grants);
    return count;
  }

  #add({ day, granted, grants }: Grant): void {
    if (granted === 0) return;
    const { lastSeq } = this.#deps.log;
    const from = day === this.#day ? Math.max(this.#throughSeq, lastSeq) : lastSeq;
    this.#write(day, from + granted, grants);
  }

  #write(day: number, throughSeq: number, grants: number): void {
    const query = "INSERT OR REPLACE INTO lease VALUES (1, ?, ?, ?)";
    this.#deps.sql.exec(query, day, throughSeq, grants);
    [this.#day, this.#throughSeq, this.#grants] = [day, throughSeq, grants];
  }
}
