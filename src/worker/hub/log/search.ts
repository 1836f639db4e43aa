import type { PageQuery, SearchPosition } from "../contract/requests.ts";
import { isInParts } from "./body-parts.ts";
import { firstSeqSince } from "./by-time.ts";
import type { LogState } from "./log-state.ts";
import { conditionOf, lowerAscii, type FilterCondition } from "./search-condition.ts";
import { isEmpty, NO_RANGE, SearchRanges, type SeqRange } from "./search-ranges.ts";
import { SearchTurns, type SearchLimits } from "./search-turns.ts";

/** The result of one call of a search. */
export interface Found {
  /** The sequence numbers of the page, in its order. */
  seqs: number[];
  /** How many requests match; null if the search has not read enough to know. */
  total: number | null;
  /** Present if the search can find more matches from there on. */
  next?: SearchPosition;
}

export interface SearchDeps {
  sql: SqlStorage;
  state: LogState;
  endpointId(): string;
  /** Returns false after the endpoint was deleted. A search then finds nothing. */
  isAlive(): boolean;
  limits: SearchLimits;
}

/** `isMatch` is 0 if the text may be in the body parts of the request. */
type Candidate = { seq: number; isMatch: number };

/** Called with each match in order. Returns whether to read on. */
type OnMatch = (seq: number) => boolean;

/**
 * One call of a search. It reads each request once, in bounded turns with other events of the hub in
 * between, and finds the page and the total on the way. Clocks stand still while a Durable Object
 * computes, so the work is counted in bytes.
 *
 * If there is more to read than one call may, the total stays unknown. The call then ends when its
 * page is full, or at the limit.
 */
export class Search {
  readonly #deps: SearchDeps;
  readonly #query: PageQuery;
  readonly #isForward: boolean;
  readonly #condition: FilterCondition;
  readonly #ranges: SearchRanges;
  readonly #turns: SearchTurns;
  readonly #seqs: number[] = [];
  /** How many matches `offset` still skips. */
  #skip: number;
  /** How many matches there are from the start of the search to the end of this page. */
  #seen: number;
  /** How many matches this call found after the end of its page. */
  #later = 0;

  constructor(deps: SearchDeps, query: PageQuery) {
    const { filter, position } = query;
    this.#deps = deps;
    this.#query = query;
    this.#isForward = "after" in query;
    this.#condition = conditionOf(filter, deps.endpointId());
    this.#ranges = new SearchRanges(deps.sql, filter.q !== undefined);
    this.#turns = new SearchTurns(deps.limits);
    this.#skip = position?.skip ?? ("offset" in query ? query.offset : 0);
    this.#seen = position?.seen ?? 0;
  }

  async run(): Promise<Found> {
    try {
      const found = await this.#run();
      if (this.#deps.isAlive()) return found;
    } catch (error) {
      // While an endpoint is being deleted, its tables do not exist.
      if (this.#deps.isAlive()) throw error;
    }
    return { seqs: [], total: 0 };
  }

  async #run(): Promise<Found> {
    const known = this.#query.position?.total ?? null;
    const [whole, earlier] = [this.#range(), this.#earlierRange()];
    const cost = this.#ranges.costOf(whole) + this.#ranges.costOf(earlier);
    const countsAll = known === null && cost <= this.#deps.limits.callBytes;
    const rest = await this.#read(whole, (seq) => this.#take(seq, countsAll));
    let total = known;
    if (total === null && isEmpty(rest) && (countsAll || isEmpty(earlier))) {
      let count = 0;
      await this.#read(earlier, () => ++count > 0);
      total = this.#seen + this.#later + count;
    }
    const next = this.#nextPosition(whole, rest, total);
    return { seqs: this.#seqs, total, ...(next ? { next } : {}) };
  }

  /** The requests in the filter's times, from the query's position on. */
  #range(): SeqRange {
    const { position } = this.#query;
    const { after, through } = this.#rangeOfTimes();
    if ("after" in this.#query) {
      return { after: Math.max(after, position?.at ?? this.#query.after), through };
    }
    return { after, through: Math.min(through, (position?.at ?? Infinity) - 1) };
  }

  /** The requests before those of a forward search, which its total counts, too. */
  #earlierRange(): SeqRange {
    if (!("after" in this.#query)) return NO_RANGE;
    const { after, through } = this.#rangeOfTimes();
    return { after, through: Math.min(through, this.#query.after) };
  }

  #rangeOfTimes(): SeqRange {
    const { sql, state } = this.#deps;
    const { since = -Infinity, until = Infinity } = this.#query.filter;
    if (state.lastSeq === 0) return NO_RANGE;
    const newest = { seq: state.lastSeq, createdAt: state.lastCreatedAt };
    const from = firstSeqSince(sql, newest, since);
    return { after: from - 1, through: firstSeqSince(sql, newest, until + 1) - 1 };
  }

  /** Puts a match on the page if it belongs there. */
  #take(seq: number, countsAll: boolean): boolean {
    const { limit } = this.#query;
    if (limit > 0 && this.#skip === 0 && this.#seqs.length === limit) this.#later++;
    else this.#seen++;
    if (this.#skip > 0) this.#skip--;
    else if (this.#seqs.length < limit) this.#seqs.push(seq);
    return countsAll || limit === 0 || this.#seqs.length < limit;
  }

  /** Reads a range up to the limit of a call. Returns the part that was not read. */
  async #read(whole: SeqRange, onMatch: OnMatch): Promise<SeqRange> {
    const { limits, isAlive } = this.#deps;
    let [rest, left] = [whole, limits.callBytes];
    while (!isEmpty(rest) && left > 0 && isAlive()) {
      const slice = this.#slice(rest, Math.min(limits.turnBytes, left));
      const cost = this.#ranges.costOf(slice);
      if (cost > left && left < limits.callBytes) break;
      left -= cost;
      const stoppedAt = await this.#readSlice(slice, cost, onMatch);
      if (stoppedAt !== null) return this.#beyond(rest, stoppedAt);
      rest = this.#beyond(rest, this.#isForward ? slice.through : slice.after + 1);
    }
    return rest;
  }

  #slice(range: SeqRange, maxCost: number): SeqRange {
    return this.#isForward ? this.#ranges.first(range, maxCost) : this.#ranges.last(range, maxCost);
  }

  /** The rest of a range after everything up to and including a request was read. */
  #beyond(range: SeqRange, seq: number): SeqRange {
    return this.#isForward ? { ...range, after: seq } : { ...range, through: seq - 1 };
  }

  /** Reads a slice. Returns the match after which to stop, or null. */
  async #readSlice(slice: SeqRange, cost: number, onMatch: OnMatch): Promise<number | null> {
    const { sql, limits } = this.#deps;
    const text = lowerAscii(this.#query.filter.q ?? "");
    // A single request may exceed a turn. Its body is then read in several.
    const isOversized = cost > limits.turnBytes;
    const beforePart = (bytes: number) => this.#turns.beforeRead(isOversized ? bytes : 0);
    await this.#turns.beforeRead(isOversized ? 0 : cost);
    for (const { seq, isMatch } of this.#candidates(slice)) {
      const isFound = isMatch === 1 || (await isInParts(sql, seq, text, beforePart));
      if (isFound && !onMatch(seq)) return seq;
    }
    return null;
  }

  #candidates({ after, through }: SeqRange): Candidate[] {
    const { matches, candidates } = this.#condition;
    const query = `SELECT seq, (${matches.sql}) AS isMatch FROM requests
      WHERE seq > ? AND seq <= ? AND ${candidates.sql} ORDER BY seq ${this.#isForward ? "" : "DESC"}`;
    const bindings = [...matches.bindings, after, through, ...candidates.bindings];
    return this.#deps.sql.exec<Candidate>(query, ...bindings).toArray();
  }

  #nextPosition(whole: SeqRange, rest: SeqRange, total: number | null): SearchPosition | null {
    const { limit, position } = this.#query;
    const isAllRead = isEmpty(rest);
    // Reading on after a full page was only for the total, so the next page begins before that.
    const last = this.#later > 0 ? this.#seqs.at(-1) : undefined;
    if (isAllRead && last === undefined) return null;
    if (limit === 0 && total !== null) return null;
    const left = last === undefined ? rest : this.#beyond(whole, last);
    return {
      at: this.#isForward ? left.after : left.through + 1,
      seen: this.#seen,
      skip: this.#skip,
      total,
      readBytes:
        (position?.readBytes ?? 0) +
        this.#ranges.storedBytesIn(whole) -
        this.#ranges.storedBytesIn(left),
    };
  }
}
