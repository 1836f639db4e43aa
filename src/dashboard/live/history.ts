import { toCapturedFromRow } from "../../protocol/captured-request.ts";
import { MAX_PAGE_REQUESTS } from "../../protocol/page-query.ts";
import type { HookNexus } from "../../client/index.ts";
import { toQuery, type FeedFilter } from "./filter.ts";
import { toRow, type FeedRow } from "./row.ts";

export type ListRequests = HookNexus["requests"]["list"];

export interface HistoryPage {
  /** Newest first. */
  rows: FeedRow[];
  /** How many the filter lets through in all. */
  total: number;
  /** Whether there are older ones. */
  hasOlder: boolean;
}

/** What an endpoint has stored, a page at a time from the newest on. */
export class History {
  readonly #list: ListRequests;
  readonly #endpointId: string;

  constructor(list: ListRequests, endpointId: string) {
    this.#list = list;
    this.#endpointId = endpointId;
  }

  /** The number of the newest stored request, whatever the filter; 0 where there is none. */
  async newestSeq(signal: AbortSignal): Promise<number> {
    const { requests } = await this.#list(this.#endpointId, { limit: 1 }, { signal });
    return requests[0]?.seq ?? 0;
  }

  /** Whether the server's own search finds the request with this number. */
  async finds(seq: number, filter: FeedFilter, signal: AbortSignal): Promise<boolean> {
    const query = { ...toQuery(filter), after: seq - 1, limit: 1 };
    const { requests } = await this.#list(this.#endpointId, query, { signal });
    return requests[0]?.seq === seq;
  }

  newest(filter: FeedFilter, signal: AbortSignal): Promise<HistoryPage> {
    return this.#page(filter, 0, signal);
  }

  /**
   * The page that follows the oldest row held. Pages are counted from the newest, which moves: so
   * each is asked for with the oldest row in it, and from nearer where that row is not there, for
   * then some were deleted meanwhile.
   */
  async olderThan(
    oldest: FeedRow,
    heldRows: number,
    filter: FeedFilter,
    signal: AbortSignal,
  ): Promise<HistoryPage> {
    for (let offset = Math.max(0, heldRows - 1); ;) {
      const page = await this.#page(filter, offset, signal);
      const first = page.rows[0];
      const begins = first === undefined ? offset === 0 : first.seq >= oldest.seq;
      const rows = page.rows.filter(({ seq }) => seq < oldest.seq);
      if (offset > 0 && !begins) offset = Math.max(0, offset - MAX_PAGE_REQUESTS);
      else if (rows.length === 0 && page.hasOlder) offset += MAX_PAGE_REQUESTS - 1;
      else return { ...page, rows };
    }
  }

  async #page(filter: FeedFilter, offset: number, signal: AbortSignal): Promise<HistoryPage> {
    const query = { ...toQuery(filter), offset, limit: MAX_PAGE_REQUESTS };
    const { requests, total } = await this.#list(this.#endpointId, query, { signal });
    const rows = requests.map((row) => toRow(toCapturedFromRow(row)));
    return { rows, total, hasOlder: rows.length > 0 && offset + rows.length < total };
  }
}
