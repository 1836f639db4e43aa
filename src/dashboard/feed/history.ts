import { toCapturedFromRow } from "../../protocol/captured-request.ts";
import { MAX_PAGE_SIZE } from "../../protocol/page-query.ts";
import type { HookNexus } from "../../client/index.ts";
import { toQuery, type FeedFilter } from "./filter.ts";
import { toRow, type FeedRow } from "./row.ts";

export type ListRequests = HookNexus["requests"]["list"];

export interface HistoryPage {
  /** Newest first. */
  rows: FeedRow[];
  /** Number of stored requests that match the filter. */
  total: number;
  /** Whether older ones match, too. */
  hasOlder: boolean;
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
  async matchesOnServer(seq: number, filter: FeedFilter, signal: AbortSignal): Promise<boolean> {
    const query = { ...toQuery(filter), after: seq - 1, limit: 1 };
    const { requests } = await this.#list(this.#endpointId, query, { signal });
    return requests[0]?.seq === seq;
  }

  newest(filter: FeedFilter, signal: AbortSignal): Promise<HistoryPage> {
    return this.#page(filter, 0, signal);
  }

  /**
   * The page after the oldest loaded row. Offsets count from the newest request, so they shift when
   * requests arrive or are deleted. Each page is therefore requested to overlap by one row. If the
   * overlap is missing, requests were deleted meanwhile, and the page before is tried.
   */
  async olderThan(
    oldest: FeedRow,
    loadedRows: number,
    filter: FeedFilter,
    signal: AbortSignal,
  ): Promise<HistoryPage> {
    for (let offset = Math.max(0, loadedRows - 1); ;) {
      const page = await this.#page(filter, offset, signal);
      const first = page.rows[0];
      const overlaps = first === undefined ? offset === 0 : first.seq >= oldest.seq;
      const rows = page.rows.filter(({ seq }) => seq < oldest.seq);
      if (offset > 0 && !overlaps) offset = Math.max(0, offset - MAX_PAGE_SIZE);
      else if (rows.length === 0 && page.hasOlder) offset += MAX_PAGE_SIZE - 1;
      else return { ...page, rows };
    }
  }

  async #page(filter: FeedFilter, offset: number, signal: AbortSignal): Promise<HistoryPage> {
    const query = { ...toQuery(filter), offset, limit: MAX_PAGE_SIZE };
    const { requests, total } = await this.#list(this.#endpointId, query, { signal });
    const rows = requests.map((row) => toRow(toCapturedFromRow(row)));
    return { rows, total, hasOlder: rows.length > 0 && offset + rows.length < total };
  }
}
