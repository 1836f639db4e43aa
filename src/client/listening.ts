import { MAX_INLINE_BODY_BYTES, toCapturedFromRow } from "../protocol/captured-request.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import { MAX_PAGE_SIZE } from "../protocol/page-query.ts";
import { backoffMs } from "./backoff.ts";
import { HookNexusError } from "./error.ts";
import { finalErrorOf, isFinal, reasonOf, type RetryReason } from "./final.ts";
import { Inbox } from "./inbox.ts";
import { Link, type LinkEnd } from "./link.ts";
import type { ListenOptions, ListenState, ReceivedRequest, Runtime } from "./listen-options.ts";
import { withInlineBodies, type RequestCalls } from "./requests.ts";
import { SavedCursor } from "./saved-cursor.ts";

export interface ListeningDeps {
  endpointId: string;
  options: ListenOptions;
  runtime: Runtime;
  /** The URL to connect to. It contains the credential and must not be printed. */
  socketUrl(since: number | null): string;
  requests: RequestCalls;
  /** Rejects with the reason for a failed handshake, which a WebSocket does not reveal. */
  probe(signal: AbortSignal): Promise<unknown>;
}

/**
 * Listens on an endpoint and delivers every request once and in order. It reconnects without limit,
 * continues after the last request, and fetches over HTTP what the socket did not bring.
 *
 * Iterate over it once, or pass `onRequest`. The buffer is bounded: a slow consumer receives the
 * requests that do not fit later, by HTTP.
 *
 * @example
 * const listening = client.listen(endpointId, { onRequest: (request) => save(request) });
 * await listening.closed;
 */
export class Listening implements AsyncIterableIterator<ReceivedRequest, void, undefined> {
  /** Resolves when the caller has ended the listening; rejects if anything else ended it. */
  readonly closed: Promise<void>;
  readonly #deps: ListeningDeps;
  readonly #cursor: SavedCursor;
  readonly #ended = new AbortController();
  readonly #settle: PromiseWithResolvers<void>;
  #inbox = new Inbox(null);
  #link: Link | null = null;
  #state: ListenState = { is: "connecting", failures: 0 };
  #connectionId = "";
  #error: unknown = null;
  #wake: () => void = () => {};
  #delivered: ReceivedRequest | null = null;

  constructor(deps: ListeningDeps) {
    this.#deps = deps;
    this.#cursor = new SavedCursor(deps.options.cursor, deps.endpointId);
    this.#settle = Promise.withResolvers();
    this.closed = this.#settle.promise;
    // An iterating caller gets the error from `next`. Unhandled here, it would end the process.
    this.closed.catch(() => {});
    const { signal, onRequest } = deps.options;
    // The caller's signal may outlive this listening, so the handler must be removed.
    signal?.addEventListener("abort", () => this.#end(null), { signal: this.#ended.signal });
    if (signal?.aborted) this.#end(null);
    void this.#stayConnected();
    if (onRequest) void this.#callForEach(onRequest);
  }

  /** The current state. */
  get state(): ListenState {
    return this.#state;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * Resolves with the next request, and marks the previous one as handled.
   * @throws HookNexusError if listening has ended and not by the caller
   */
  async next(): Promise<IteratorResult<ReceivedRequest, void>> {
    this.#markHandled();
    for (;;) {
      if (this.#ended.signal.aborted) return this.#finish();
      const request = this.#inbox.shift();
      const whole = request && isCut(request) ? await this.#fetchWhole(request) : request;
      if (whole) return { done: false, value: (this.#delivered = whole) };
      if (request) continue;
      if (this.#inbox.missingAfter !== null) await this.#fetchMissing(this.#inbox.missingAfter);
      else await this.#untilWoken();
    }
  }

  /** Ends the listening. The last delivered request counts as handled. */
  async return(): Promise<IteratorResult<ReceivedRequest, void>> {
    this.#markHandled();
    this.#end(null);
    return this.#finish();
  }

  async #finish(): Promise<IteratorResult<ReceivedRequest, void>> {
    await this.#cursor.flush();
    if (this.#error) throw this.#error;
    return { done: true, value: undefined };
  }

  async #callForEach(onRequest: (request: ReceivedRequest) => unknown): Promise<void> {
    try {
      // Not `for await`, which calls `return` on an error and so marks the request as handled.
      for (let turn = await this.next(); !turn.done; turn = await this.next()) {
        await onRequest(turn.value);
      }
    } catch (error) {
      this.#end(error);
    }
  }

  #markHandled(): void {
    if (this.#delivered && !this.#delivered.replay) this.#cursor.save(this.#delivered.seq);
    this.#delivered = null;
  }

  async #stayConnected(): Promise<void> {
    try {
      this.#inbox = new Inbox(this.#deps.options.since ?? (await this.#cursor.load()));
      for (let failures = 0; !this.#ended.signal.aborted;) {
        this.#setState({ is: "connecting", failures });
        const { code, wasConnected } = await this.#connect();
        if (this.#ended.signal.aborted) return;
        failures = wasConnected ? 1 : failures + 1;
        await this.#waitAfter(failures, await this.#retryReason({ code, wasConnected }));
      }
    } catch (error) {
      this.#end(error);
    }
  }

  #connect(): Promise<LinkEnd> {
    // The new connection has no id before its `connected` frame.
    this.#connectionId = "";
    const url = this.#deps.socketUrl(this.#inbox.resumeFrom);
    this.#link = new Link(url, this.#deps.runtime, (frame) => this.#receive(frame));
    return this.#link.ended;
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === "connected") {
      this.#connectionId = frame.payload.connectionId;
      this.#inbox.start(frame.payload.lastSeq);
    } else if (frame.type === "new_request") {
      this.#inbox.receive({ ...frame.payload, replay: null });
    } else if (frame.type === "replay_request") {
      const { replayId, dispatchedAt, request } = frame.payload;
      this.#inbox.receive({ ...request, replay: { replayId, dispatchedAt } });
    } else if (frame.type === "gap") {
      this.#inbox.noteGap(frame.payload.to);
    } else return;
    this.#updateProgress();
    this.#wake();
  }

  /**
   * Why the connection ended, if reconnecting may help.
   * @throws the error that ends the listening otherwise
   */
  async #retryReason(end: LinkEnd): Promise<RetryReason> {
    const error = finalErrorOf(end.code);
    if (error) throw error;
    if (end.wasConnected) return { reason: "the connection was lost", code: null };
    try {
      await this.#deps.probe(this.#ended.signal);
      return { reason: "the server refused the connection", code: null };
    } catch (cause) {
      if (isFinal(cause)) throw cause;
      return reasonOf(cause);
    }
  }

  async #waitAfter(failures: number, reason: RetryReason): Promise<void> {
    const retryInMs = backoffMs(failures, this.#deps.runtime.random);
    this.#setState({ is: "waiting", retryInMs, ...reason });
    await this.#sleep(retryInMs);
  }

  /** Fetches one page of the missing requests. */
  async #fetchMissing(after: number): Promise<void> {
    let through = 0;
    const page = await this.#untilReached(() => {
      through = this.#inbox.missingThrough;
      return this.#pageAfter(after);
    });
    if (!page) return;
    this.#inbox.fill(page, through);
    this.#updateProgress();
  }

  /** Fetches a request that did not fit into its frame; null if it was deleted meanwhile. */
  #fetchWhole({ id, replay }: ReceivedRequest): Promise<ReceivedRequest | null> {
    const { signal } = this.#ended;
    return this.#untilReached(async () => {
      try {
        return { ...toCapturedFromRow(await this.#deps.requests.get(id, { signal })), replay };
      } catch (error) {
        if (error instanceof HookNexusError && error.code === "request_not_found") return null;
        throw error;
      }
    });
  }

  /** Repeats a call while the server can't be reached. Resolves to null if listening ends. */
  async #untilReached<Result>(call: () => Promise<Result>): Promise<Result | null> {
    for (let failures = 1; !this.#ended.signal.aborted; failures++) {
      try {
        return await call();
      } catch (error) {
        if (isFinal(error)) this.#end(error);
        else await this.#sleep(backoffMs(failures, this.#deps.runtime.random));
      }
    }
    return null;
  }

  async #pageAfter(after: number): Promise<ReceivedRequest[]> {
    const { endpointId, requests } = this.#deps;
    const query = { after, limit: MAX_PAGE_SIZE };
    const page = await requests.list(endpointId, query, { signal: this.#ended.signal });
    return withInlineBodies(page.requests).map((row) => ({
      ...toCapturedFromRow(row),
      replay: null,
    }));
  }

  #updateProgress(): void {
    const connectionId = this.#connectionId;
    if (this.#state.is === "waiting" || connectionId === "") return;
    const isBehind = this.#inbox.missingAfter !== null;
    this.#setState({ is: isBehind ? "catching-up" : "live", connectionId });
  }

  #setState(state: ListenState): void {
    const isSame =
      state.is === this.#state.is && (state.is === "live" || state.is === "catching-up");
    if (this.#state.is === "closed" || isSame) return;
    this.#state = state;
    this.#deps.options.onState?.(state);
  }

  #end(error: unknown): void {
    if (this.#ended.signal.aborted) return;
    this.#error = error;
    const shown = error instanceof HookNexusError ? error : null;
    this.#setState({ is: "closed", error: shown });
    this.#ended.abort();
    this.#link?.close();
    this.#wake();
    void this.#cursor.flush().then(() => {
      if (error) this.#settle.reject(error);
      else this.#settle.resolve();
    });
  }

  #untilWoken(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** Resolves early if listening ends. Removes its handler, because it may be called very often. */
  #sleep(ms: number): Promise<void> {
    const { runtime } = this.#deps;
    const { signal } = this.#ended;
    return new Promise((resolve) => {
      const wakeUp = () => {
        runtime.clearTimeout(timer);
        signal.removeEventListener("abort", wakeUp);
        resolve();
      };
      const timer = runtime.setTimeout(wakeUp, ms);
      signal.addEventListener("abort", wakeUp);
    });
  }
}

/** Whether `GET /api/requests/:id` has more of the request than its frame. */
function isCut({ headOmitted, bodyEncoding, size }: ReceivedRequest): boolean {
  return headOmitted === true || (bodyEncoding === "omitted" && size <= MAX_INLINE_BODY_BYTES);
}
