import { toCapturedFromRow } from "../../protocol/captured-request.ts";
import { MAX_PAGE_SIZE } from "../../protocol/page-query.ts";
import type { HookNexus, PageQuery } from "../../client/index.ts";
import { untilFree } from "../../client/until-free.ts";
import { toQuery, type FeedFilter } from "./filter.ts";
import { toRow, type FeedRow } from "./row.ts";
import type { Rows } from "./rows.ts";

export type ListRequests = HookNexus["requests"]["list"];

export interface HistoryPage {
  /** Newest first. */
  rows: FeedRow[];
  /** Number of stored requests that match the filter; null if the search has not read enough. */
  total: number | null;
  /** Whether older ones match, too, or may. */
  hasOlder: boolean;
  search: SearchState | null;
}

/** Where a search stopped. */
export interface SearchState {
  /** The server's cursor for the next page. */
  cursor: string;
  /** Whether the page is full. If not, the server stopped because it has read a lot. */
  isPageFull: boolean;
  readBytes: number;
  storedBytes: number;
}

/** The stored requests of an endpoint, in pages from the newest to the oldest. */
export class History {
  readonly #list: ListRequests;
  readonly #endpointId: string;

  constructor(list: ListRequests, endpointId: string) {
    this.#list = list;
    this.#endpointId = endpointId;
  }

  /** Sequence number of the newest stored request, ignoring filters; 0 if there is none. */
  async newestSeq(signal: AbortSignal): Promise<number> {
    const { requests } = await this.#list(this.#endpointId, { limit: 1 }, { signal });
    return requests[0]?.seq ?? 0;
  }

  /** Whether the server's search finds the request with this sequence number. */
  async matchesOnServer(
    { seq, createdAt }: FeedRow,
    filter: FeedFilter,
    signal: AbortSignal,
  ): Promise<boolean> {
    // The row is in the filter's time range. With its own time, the server reads little else.
    const time = { since: createdAt, until: createdAt };
    const query = { ...toQuery(filter), ...time, after: seq - 1, limit: 1 };
    const { requests } = await this.#list(this.#endpointId, query, { signal });
    return requests[0]?.seq === seq;
  }

  newest(filter: FeedFilter, signal: AbortSignal): Promise<HistoryPage> {
    return this.#page(filter, 0, signal);
  }

  /** The page of a search that begins where the last one stopped. */
  searchOn({ cursor }: SearchState, filter: FeedFilter, signal: AbortSignal): Promise<HistoryPage> {
    return this.#load({ ...toQuery(filter), cursor, limit: MAX_PAGE_SIZE }, signal);
  }

  /**
   * The page after the oldest loaded row. Offsets count from the newest request, so they shift when
   * requests arrive or are deleted. Each page is therefore requested to overlap by one row. If the
   * overlap is missing, requests were deleted meanwhile, and the page before is tried.
   */
  async olderThan(loaded: Rows, filter: FeedFilter, signal: AbortSignal): Promise<HistoryPage> {
    const oldestSeq = loaded.at(-1)?.seq ?? Infinity;
    for (let offset = Math.max(0, loaded.length - 1); ;) {
      const page = await this.#page(filter, offset, signal);
      const first = page.rows[0];
      const overlaps = first === undefined ? offset === 0 : first.seq >= oldestSeq;
      const rows = page.rows.filter(({ seq }) => seq < oldestSeq);
      if (offset > 0 && !overlaps) offset = Math.max(0, offset - MAX_PAGE_SIZE);
      else if (rows.length === 0 && page.hasOlder) offset += MAX_PAGE_SIZE - 1;
      else return { ...page, rows };
    }
  }

  async #page(filter: FeedFilter, offset: number, signal: AbortSignal): Promise<HistoryPage> {
    const query = { ...toQuery(filter), offset, limit: MAX_PAGE_SIZE };
    const page = await this.#load(query, signal);
    const count = page.rows.length;
    const hasOlder = count > 0 && page.total !== null && offset + count < page.total;
    return { ...page, hasOlder: hasOlder || page.hasOlder };
  }

  async #load(query: PageQuery, signal: AbortSignal): Promise<HistoryPage> {
    const load = () => this.#list(this.#endpointId, query, { signal });
    const { requests, total, next, progress } = await untilFree(load, signal);
    const rows = requests.map((row) => toRow(toCapturedFromRow(row)));
    if (next === undefined || !progress) return { rows, total, hasOlder: false, search: null };
    const search = { cursor: next, isPageFull: rows.length >= MAX_PAGE_SIZE, ...progress };
    return { rows, total, hasOlder: true, search };
  }
}
