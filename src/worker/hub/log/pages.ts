import type { PageQuery, RequestPage } from "../contract/requests.ts";
import { VERSION } from "../contract/version.ts";
import { streamRequestLines } from "./export.ts";
import type { History } from "./history.ts";
import { SEARCH_LIMITS } from "./search-turns.ts";
import { Search, type SearchDeps } from "./search.ts";

/**
 * The pages of an endpoint's history. A page of all requests is read at once. A page that has a
 * filter is a search, and an endpoint runs one search at a time.
 */
export class Pages {
  readonly #history: History;
  readonly #search: SearchDeps;
  #running: Promise<RequestPage> | null = null;

  /** @param isAlive returns false after the endpoint was deleted; then every page is empty */
  constructor(history: History, sql: SqlStorage, isAlive: () => boolean, limits = SEARCH_LIMITS) {
    const { state, endpointId } = history;
    this.#history = history;
    this.#search = { sql, state, endpointId, isAlive, limits };
  }

  /** @param version the caller's; undefined in version 1 */
  async page(query: PageQuery, version?: number): Promise<RequestPage> {
    if (!this.#search.isAlive()) return { requests: [], total: 0 };
    if (Object.keys(query.filter).length === 0) return this.#history.page(query);
    if (version !== VERSION) return this.#searchForVersion1(query);
    if (this.#running) return { requests: [], total: null, refused: "search_busy" };
    return this.#startSearch(query);
  }

  /** All requests that are stored now, as lines of an export. */
  exportLines(publicUrl: string): ReadableStream<Uint8Array> {
    const { state, endpointId, isAlive } = this.#search;
    const through = state.lastSeq;
    const read = (after: number) => (isAlive() ? this.#history.between(after, through) : []);
    return streamRequestLines(read, endpointId(), publicUrl);
  }

  /** A worker of version 1 knows neither a refusal nor an unknown total: it waits, and gets a minimum. */
  async #searchForVersion1(query: PageQuery): Promise<RequestPage> {
    while (this.#running) await this.#running.catch(() => {});
    const { requests, total, next } = await this.#startSearch(query);
    return { requests, total: total ?? next?.seen ?? requests.length };
  }

  #startSearch(query: PageQuery): Promise<RequestPage> {
    const search = this.#run(query).finally(() => (this.#running = null));
    this.#running = search;
    return search;
  }

  async #run(query: PageQuery): Promise<RequestPage> {
    const { seqs, ...found } = await new Search(this.#search, query).run();
    const page = { requests: this.#history.pageOf(seqs), ...found };
    return found.next ? { ...page, storedBytes: this.#search.state.bytes } : page;
  }
}
