import type { HookNexus, ListenState, ReceivedRequest } from "../../client/index.ts";
import { isFiltering, isSameFilter, matches, NO_FILTER, type FeedFilter } from "./filter.ts";
import { History, type ListRequests } from "./history.ts";
import { toRow, type FeedRow } from "./row.ts";
import { MAX_ROWS, mergeRows, trimRows, withoutIds, type Rows } from "./rows.ts";
import { toFeedState, type FeedState } from "./state.ts";

/** What a screen shows of a feed. A new object after each change, its rows the same objects. */
export interface FeedSnapshot {
  state: FeedState;
  filter: FeedFilter;
  /** Newest first, at most MAX_ROWS; while paused, as they were when it began. */
  rows: Rows;
  /** How many are stored that the filter lets through, as far as is known; null: not yet. */
  total: number | null;
  isPaused: boolean;
  /** How many have come since the pause began. */
  arrivedWhilePaused: number;
  hasOlder: boolean;
  isLoadingOlder: boolean;
  /** Why the last `loadOlder` failed. */
  olderProblem: unknown;
  /** MAX_ROWS are held: a filter is the way to what is older. */
  isFull: boolean;
}

/** What a feed takes from its surroundings. */
export interface FeedParts {
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
  total: null,
  isPaused: false,
  arrivedWhilePaused: 0,
  hasOlder: false,
  isLoadingOlder: false,
  olderProblem: null,
  isFull: false,
};

/**
 * The requests of one endpoint as they come: the newest page over HTTP, then the socket from there
 * on, older pages when asked for. Whatever comes twice is shown once. Watchers are told once a
 * frame, however many arrive.
 */
export class Feed {
  readonly #parts: FeedParts;
  readonly #history: History;
  readonly #watchers = new Set<() => void>();
  readonly #over = new AbortController();
  #filtering = new AbortController();
  #snapshot: FeedSnapshot;
  /** How the socket stands, whatever became of the pages. */
  #linkState: FeedState = { is: "loading" };
  /** Has come and is not shown yet: until the next frame or, while paused, until that is over. */
  #arrived: FeedRow[] = [];
  #isFrameAsked = false;
  /** Ends the connection that is there; null: there was none yet. */
  #listening: AbortController | null = null;
  /** The newest number that is known of: from there on it listens. */
  #newestSeq = 0;

  constructor(parts: FeedParts, filter: FeedFilter = NO_FILTER) {
    this.#parts = parts;
    this.#history = new History(parts.list, parts.endpointId);
    this.#snapshot = { ...EMPTY, filter };
    void this.#load();
  }

  readonly snapshot = (): FeedSnapshot => this.#snapshot;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Shows what the filter lets through, from the newest page on. The connection stays. */
  setFilter(filter: FeedFilter): void {
    if (isSameFilter(filter, this.#snapshot.filter)) return;
    this.#arrived = [];
    const { isPaused } = this.#snapshot;
    this.#change({ ...EMPTY, filter, state: this.#linkState, isPaused });
    void this.#load();
  }

  /** Tries again what ended in `failed`. */
  retry(): void {
    if (this.#snapshot.state.is !== "failed") return;
    this.#change({ state: this.#linkState });
    void this.#load();
  }

  /** Connects at once, whether another try was to follow or not. What came meanwhile comes too. */
  reconnect(): void {
    if (!this.#listening) return this.retry();
    this.#listening.abort();
    this.#listen();
  }

  /** Keeps what is shown as it is, and counts what comes. */
  pause(): void {
    this.#show();
    this.#change({ isPaused: true, arrivedWhilePaused: 0 });
  }

  resume(): void {
    this.#change({ isPaused: false, arrivedWhilePaused: 0 });
    this.#show();
  }

  /** Appends the page that follows, if there is one and there is room for it. */
  async loadOlder(): Promise<void> {
    const { rows, hasOlder, isLoadingOlder, isFull, filter } = this.#snapshot;
    const oldest = rows.at(-1);
    if (!oldest || !hasOlder || isLoadingOlder || isFull) return;
    const { signal } = this.#filtering;
    this.#change({ isLoadingOlder: true, olderProblem: null });
    try {
      const page = await this.#history.olderThan(oldest, rows.length, filter, signal);
      if (signal.aborted) return;
      this.#setRows(mergeRows(this.#snapshot.rows, page.rows), { hasOlder: page.hasOlder });
    } catch (error) {
      if (!signal.aborted) this.#change({ olderProblem: error });
    } finally {
      if (!signal.aborted) this.#change({ isLoadingOlder: false });
    }
  }

  /** Takes rows out that were deleted. */
  remove(ids: readonly string[]): void {
    const gone = new Set(ids);
    const { rows, total } = this.#snapshot;
    const kept = withoutIds(rows, gone);
    this.#arrived = this.#arrived.filter(({ id }) => !gone.has(id));
    const removed = rows.length - kept.length;
    this.#change({ rows: kept, total: total === null ? null : Math.max(0, total - removed) });
  }

  /** Ends it: the socket is closed and nobody is told any more. */
  close(): void {
    this.#over.abort();
    this.#listening?.abort();
    this.#filtering.abort();
    this.#watchers.clear();
  }

  async #load(): Promise<void> {
    this.#filtering.abort();
    this.#filtering = new AbortController();
    const { signal } = this.#filtering;
    const { filter } = this.#snapshot;
    try {
      // A filtered page does not tell where the endpoint stands. First that, then the page: what
      // comes in between is in both.
      const asksFirst = !this.#listening && isFiltering(filter);
      const newest = asksFirst ? await this.#history.newestSeq(signal) : null;
      const { rows, total, hasOlder } = await this.#history.newest(filter, signal);
      if (signal.aborted) return;
      this.#setRows(mergeRows(this.#snapshot.rows, rows), { total, hasOlder });
      if (this.#listening) return;
      this.#newestSeq = newest ?? rows[0]?.seq ?? 0;
      this.#listen();
    } catch (error) {
      if (!signal.aborted) this.#change({ state: { is: "failed", error } });
    }
  }

  #listen(): void {
    const listening = new AbortController();
    const { signal } = listening;
    this.#listening = listening;
    this.#parts.listen(this.#parts.endpointId, {
      since: this.#newestSeq,
      signal,
      // One that was given up says that it is closed.
      onState: (state) => signal.aborted || this.#enter(state),
      onRequest: (request) => signal.aborted || this.#receive(request),
    });
  }

  #enter(entered: ListenState): void {
    const state = toFeedState(entered, this.#linkState, this.#parts.now());
    this.#linkState = state;
    if (this.#snapshot.state.is !== "failed") this.#change({ state });
  }

  #receive(request: ReceivedRequest): void {
    // A replay is the same request again; whoever it was sent to has it.
    if (request.replay) return;
    this.#newestSeq = Math.max(this.#newestSeq, request.seq);
    const isShown = matches(request, this.#snapshot.filter);
    if (isShown === "unknown") void this.#askFor(toRow(request));
    else if (isShown) this.#arrive(toRow(request));
  }

  /** Lets the server say whether the filter lets a request through. */
  async #askFor(row: FeedRow): Promise<void> {
    const { signal } = this.#filtering;
    // Where it can't be asked, one too many is better than one that is missing.
    const isFound = this.#history.finds(row.seq, this.#snapshot.filter, signal).catch(() => true);
    if ((await isFound) && !signal.aborted) this.#arrive(row);
  }

  #arrive(row: FeedRow): void {
    this.#arrived.push(row);
    // A tab that is in the background is drawn no frame, and what comes must not pile up.
    if (this.#arrived.length > 2 * MAX_ROWS) this.#arrived = this.#arrived.slice(-MAX_ROWS);
    if (this.#isFrameAsked) return;
    this.#isFrameAsked = true;
    this.#parts.nextFrame(() => {
      this.#isFrameAsked = false;
      if (this.#snapshot.isPaused) this.#change({ arrivedWhilePaused: this.#arrived.length });
      else this.#show();
    });
  }

  /** Puts what has arrived on top. */
  #show(): void {
    if (this.#arrived.length === 0) return;
    const { rows, total } = this.#snapshot;
    const shownAt = this.#parts.now();
    const merged = mergeRows(
      rows,
      this.#arrived.map((row) => ({ ...row, shownAt })),
    );
    this.#arrived = [];
    const added = merged.length - rows.length;
    this.#setRows(merged, { total: total === null ? null : total + added });
  }

  #setRows(rows: Rows, more: Partial<FeedSnapshot>): void {
    const kept = trimRows(rows);
    const isTrimmed = kept.length < rows.length;
    const hasOlder = isTrimmed || (more.hasOlder ?? this.#snapshot.hasOlder);
    this.#change({ ...more, rows: kept, hasOlder, isFull: kept.length >= MAX_ROWS });
  }

  #change(change: Partial<FeedSnapshot>): void {
    if (this.#over.signal.aborted) return;
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const watcher of this.#watchers) watcher();
  }
}
