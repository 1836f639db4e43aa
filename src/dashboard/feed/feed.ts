import type { HookNexus, ListenState, ReceivedRequest } from "../../client/index.ts";
import { isFiltering, isSameFilter, matches, NO_FILTER, type FeedFilter } from "./filter.ts";
import { History, type ListRequests, type SearchState } from "./history.ts";
import { toRow, type FeedRow } from "./row.ts";
import { MAX_ROWS, mergeRows, trimRows, withoutIds, type Rows } from "./rows.ts";
import { toFeedState, type FeedState } from "./state.ts";

/**
 * The state of a feed, for rendering. Each change makes a new snapshot; unchanged rows stay the
 * same objects.
 */
export interface FeedSnapshot {
  state: FeedState;
  filter: FeedFilter;
  /** Newest first, at most MAX_ROWS. They do not change while paused. */
  rows: Rows;
  /** Whether the newest page has loaded. */
  isLoaded: boolean;
  /** Number of stored requests that match the filter; null if that is not known yet. */
  total: number | null;
  /** Where a search stopped; null if there is no search, or nothing more to read. */
  search: SearchState | null;
  isPaused: boolean;
  /** Requests that arrived since the pause began. */
  arrivedWhilePaused: number;
  hasOlder: boolean;
  isLoadingOlder: boolean;
  /** The error of the last `loadOlder`, if it failed. */
  olderProblem: unknown;
  /** MAX_ROWS rows are loaded. To see older requests, the user must filter. */
  isFull: boolean;
}

export interface FeedDeps {
  endpointId: string;
  list: ListRequests;
  listen: HookNexus["listen"];
  now(): number;
  /** Calls back once, when the next frame is drawn. */
  nextFrame(callback: () => void): void;
}

const EMPTY: FeedSnapshot = {
  state: { is: "loading" },
  filter: NO_FILTER,
  rows: [],
  isLoaded: false,
  total: null,
  search: null,
  isPaused: false,
  arrivedWhilePaused: 0,
  hasOlder: false,
  isLoadingOlder: false,
  olderProblem: null,
  isFull: false,
};

/**
 * The live list of one endpoint's requests. It loads the newest page over HTTP, listens on the
 * socket from there on, and loads older pages on demand. A request that comes both ways is shown
 * once. Subscribers are called once per frame, however many requests arrive.
 */
export class Feed {
  readonly #deps: FeedDeps;
  readonly #history: History;
  readonly #subscribers = new Set<() => void>();
  readonly #closed = new AbortController();
  #loading = new AbortController();
  #snapshot: FeedSnapshot;
  /** State of the connection, whether or not the pages could be loaded. */
  #linkState: FeedState = { is: "loading" };
  /**
   * Requests that arrived but are not shown yet. They wait for the next frame or the end of a
   * pause.
   */
  #pending: FeedRow[] = [];
  #isFrameRequested = false;
  /** Aborts the current connection; null before the first one. */
  #listening: AbortController | null = null;
  /** The highest known sequence number. A new connection continues from here. */
  #newestSeq = 0;

  constructor(deps: FeedDeps, filter: FeedFilter = NO_FILTER) {
    this.#deps = deps;
    this.#history = new History(deps.list, deps.endpointId);
    this.#snapshot = { ...EMPTY, filter };
    void this.#load();
  }

  readonly snapshot = (): FeedSnapshot => this.#snapshot;

  readonly subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  /** Applies a filter and loads its newest page. The connection stays open. */
  setFilter(filter: FeedFilter): void {
    if (isSameFilter(filter, this.#snapshot.filter)) return;
    this.#pending = [];
    const { isPaused } = this.#snapshot;
    this.#update({ ...EMPTY, filter, state: this.#linkState, isPaused });
    void this.#load();
  }

  /** Loads again after `failed`. */
  retry(): void {
    if (this.#snapshot.state.is !== "failed") return;
    this.#update({ state: this.#linkState });
    void this.#load();
  }

  /** Connects immediately, even if no retry was planned. Missed requests are caught up. */
  reconnect(): void {
    if (!this.#listening) return this.retry();
    this.#listening.abort();
    this.#listen();
  }

  /** Freezes the rows and counts new requests. */
  pause(): void {
    this.#flush();
    this.#update({ isPaused: true, arrivedWhilePaused: 0 });
  }

  resume(): void {
    this.#update({ isPaused: false, arrivedWhilePaused: 0 });
    this.#flush();
  }

  /** Appends the next older page, if there is one and the list is not full. */
  async loadOlder(): Promise<void> {
    const { rows, hasOlder, isLoadingOlder, isFull, filter, search } = this.#snapshot;
    if (!hasOlder || isLoadingOlder || isFull) return;
    const { signal } = this.#loading;
    this.#update({ isLoadingOlder: true, olderProblem: null });
    try {
      const page = search
        ? await this.#history.searchOn(search, filter, signal)
        : await this.#history.olderThan(rows, filter, signal);
      if (signal.aborted) return;
      const { hasOlder: hasMore, search: stopped } = page;
      const total = this.#snapshot.total ?? page.total;
      const more = { hasOlder: hasMore, search: stopped, total };
      this.#setRows(mergeRows(this.#snapshot.rows, page.rows), more);
    } catch (error) {
      if (!signal.aborted) this.#update({ olderProblem: error });
    } finally {
      if (!signal.aborted) this.#update({ isLoadingOlder: false });
    }
  }

  /** Removes the rows of deleted requests. */
  remove(ids: readonly string[]): void {
    const gone = new Set(ids);
    const { rows, total } = this.#snapshot;
    const kept = withoutIds(rows, gone);
    this.#pending = this.#pending.filter(({ id }) => !gone.has(id));
    const removed = rows.length - kept.length;
    this.#update({ rows: kept, total: total === null ? null : Math.max(0, total - removed) });
  }

  /** Closes the socket. Subscribers are not called any more. */
  close(): void {
    this.#closed.abort();
    this.#listening?.abort();
    this.#loading.abort();
    this.#subscribers.clear();
  }

  async #load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const { filter } = this.#snapshot;
    try {
      // A filtered page doesn't tell the endpoint's newest number, so get that first. A request
      // that arrives in between comes both with the page and over the socket.
      const needsNewestSeq = !this.#listening && isFiltering(filter);
      const newest = needsNewestSeq ? await this.#history.newestSeq(signal) : null;
      const { rows, ...page } = await this.#history.newest(filter, signal);
      if (signal.aborted) return;
      this.#setRows(mergeRows(this.#snapshot.rows, rows), { ...page, isLoaded: true });
      if (this.#listening) return;
      this.#newestSeq = newest ?? rows[0]?.seq ?? 0;
      this.#listen();
    } catch (error) {
      if (!signal.aborted) this.#update({ state: { is: "failed", error } });
    }
  }

  #listen(): void {
    const listening = new AbortController();
    const { signal } = listening;
    this.#listening = listening;
    this.#deps.listen(this.#deps.endpointId, {
      since: this.#newestSeq,
      signal,
      // An aborted listener still reports that it is closed.
      onState: (state) => signal.aborted || this.#enterState(state),
      onRequest: (request) => signal.aborted || this.#receive(request),
    });
  }

  #enterState(entered: ListenState): void {
    const state = toFeedState(entered, this.#linkState, this.#deps.now());
    this.#linkState = state;
    if (this.#snapshot.state.is !== "failed") this.#update({ state });
  }

  #receive(request: ReceivedRequest): void {
    // A replay repeats a request that is in the list already.
    if (request.replay) return;
    this.#newestSeq = Math.max(this.#newestSeq, request.seq);
    const isMatch = matches(request, this.#snapshot.filter);
    if (isMatch === "unknown") void this.#checkOnServer(toRow(request));
    else if (isMatch) this.#enqueue(toRow(request));
  }

  /** Asks the server whether a request matches the filter. */
  async #checkOnServer(row: FeedRow): Promise<void> {
    const { signal } = this.#loading;
    // If the server can't be asked, one row too many is better than a missing one.
    const isFound = this.#history
      .matchesOnServer(row, this.#snapshot.filter, signal)
      .catch(() => true);
    if ((await isFound) && !signal.aborted) this.#enqueue(row);
  }

  #enqueue(row: FeedRow): void {
    this.#pending.push(row);
    // A background tab draws few frames or none, and the queue must not grow without bound.
    if (this.#pending.length > 2 * MAX_ROWS) this.#pending = this.#pending.slice(-MAX_ROWS);
    if (this.#isFrameRequested) return;
    this.#isFrameRequested = true;
    this.#deps.nextFrame(() => {
      this.#isFrameRequested = false;
      if (this.#snapshot.isPaused) this.#update({ arrivedWhilePaused: this.#pending.length });
      else this.#flush();
    });
  }

  /** Puts the arrived requests on top of the list. */
  #flush(): void {
    if (this.#pending.length === 0) return;
    const { rows, total } = this.#snapshot;
    const shownAt = this.#deps.now();
    const merged = mergeRows(
      rows,
      this.#pending.map((row) => ({ ...row, shownAt })),
    );
    this.#pending = [];
    const added = merged.length - rows.length;
    this.#setRows(merged, { total: total === null ? null : total + added });
  }

  #setRows(rows: Rows, more: Partial<FeedSnapshot>): void {
    const kept = trimRows(rows);
    const isTrimmed = kept.length < rows.length;
    const hasOlder = isTrimmed || (more.hasOlder ?? this.#snapshot.hasOlder);
    this.#update({ ...more, rows: kept, hasOlder, isFull: kept.length >= MAX_ROWS });
  }

  #update(change: Partial<FeedSnapshot>): void {
    if (this.#closed.signal.aborted) return;
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const subscriber of this.#subscribers) subscriber();
  }
}
