import { toCapturedFromRow } from "../protocol/captured-request.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import { MAX_PAGE_REQUESTS } from "../protocol/page-query.ts";
import { backoffMs } from "./backoff.ts";
import { HookNexusError } from "./error.ts";
import { finalErrorOf, isFinal, reasonOf, type Reason } from "./final.ts";
import { Inbox } from "./inbox.ts";
import { Link, type LinkEnd } from "./link.ts";
import type {
  ListenOptions,
  ListenState,
  ReceivedRequest,
  Surroundings,
} from "./listen-options.ts";
import type { RequestCalls } from "./requests.ts";
import { SavedCursor } from "./saved-cursor.ts";

/** What a listener works with. */
export interface ListeningParts {
  endpointId: string;
  options: ListenOptions;
  around: Surroundings;
  /** The address to connect to, its credential included: it must not be shown. */
  socketUrl(since: number | null): string;
  requests: RequestCalls;
  /** Asks over HTTP why a handshake failed: a WebSocket does not tell. Rejects with the reason. */
  probe(signal: AbortSignal): Promise<unknown>;
}

/**
 * Listens on an endpoint and hands over every request once, in order, for as long as it is asked
 * to: it connects again for ever, goes on where it was, and fetches what the socket did not bring.
 *
 * Iterate over it once, or give `onRequest`. Between two requests it holds a bounded number of
 * what comes; a slow consumer gets the rest later, not never.
 */
export class Listening implements AsyncIterableIterator<ReceivedRequest, void, undefined> {
  /** Resolves when it is over, for good; rejects where it did not end by its caller's will. */
  readonly closed: Promise<void>;
  readonly #parts: ListeningParts;
  readonly #cursor: SavedCursor;
  readonly #over = new AbortController();
  readonly #settle: PromiseWithResolvers<void>;
  #inbox = new Inbox(null);
  #link: Link | null = null;
  #state: ListenState = { is: "connecting", failures: 0 };
  #connectionId = "";
  #error: unknown = null;
  #wake: () => void = () => {};
  #handedOver: ReceivedRequest | null = null;

  constructor(parts: ListeningParts) {
    this.#parts = parts;
    this.#cursor = new SavedCursor(parts.options.cursor, parts.endpointId);
    this.#settle = Promise.withResolvers();
    this.closed = this.#settle.promise;
    // Who iterates hears of an error there; without a listener here it would end a process.
    this.closed.catch(() => {});
    const { signal, onRequest } = parts.options;
    // The caller's signal may outlive this listening, and serve many.
    signal?.addEventListener("abort", () => this.#end(null), { signal: this.#over.signal });
    if (signal?.aborted) this.#end(null);
    void this.#stayConnected();
    if (onRequest) void this.#handAllTo(onRequest);
  }

  /** What it is doing now. */
  get state(): ListenState {
    return this.#state;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * The next request. Asking for it says that the one before was handled.
   * @throws HookNexusError where listening is over and the caller did not end it
   */
  async next(): Promise<IteratorResult<ReceivedRequest, void>> {
    this.#noteHandled();
    for (;;) {
      if (this.#over.signal.aborted) return this.#finish();
      const request = this.#inbox.shift();
      if (request) return { done: false, value: (this.#handedOver = request) };
      if (this.#inbox.missingAfter !== null) await this.#fetchMissing(this.#inbox.missingAfter);
      else await this.#somethingNew();
    }
  }

  /** Ends it. The request that was handed over last counts as handled. */
  async return(): Promise<IteratorResult<ReceivedRequest, void>> {
    this.#noteHandled();
    this.#end(null);
    return this.#finish();
  }

  async #finish(): Promise<IteratorResult<ReceivedRequest, void>> {
    await this.#cursor.flush();
    if (this.#error) throw this.#error;
    return { done: true, value: undefined };
  }

  async #handAllTo(onRequest: (request: ReceivedRequest) => unknown): Promise<void> {
    try {
      // Not `for await`: leaving that by an error says that the request was handled.
      for (let turn = await this.next(); !turn.done; turn = await this.next()) {
        await onRequest(turn.value);
      }
    } catch (error) {
      this.#end(error);
    }
  }

  #noteHandled(): void {
    if (this.#handedOver && !this.#handedOver.replay) this.#cursor.save(this.#handedOver.seq);
    this.#handedOver = null;
  }

  async #stayConnected(): Promise<void> {
    try {
      this.#inbox = new Inbox(this.#parts.options.since ?? (await this.#cursor.load()));
      for (let failures = 0; !this.#over.signal.aborted;) {
        this.#enter({ is: "connecting", failures });
        const { code, wasConnected } = await this.#connect();
        if (this.#over.signal.aborted) return;
        failures = wasConnected ? 1 : failures + 1;
        await this.#waitAfter(failures, await this.#whyEnded({ code, wasConnected }));
      }
    } catch (error) {
      this.#end(error);
    }
  }

  #connect(): Promise<LinkEnd> {
    // Of the connection before: until `connected` comes there is none.
    this.#connectionId = "";
    const url = this.#parts.socketUrl(this.#inbox.resumeFrom);
    this.#link = new Link(url, this.#parts.around, (frame) => this.#receive(frame));
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
    this.#showProgress();
    this.#wake();
  }

  /** The reason for a try again; throws what ends it for good. */
  async #whyEnded(end: LinkEnd): Promise<Reason> {
    const error = finalErrorOf(end.code);
    if (error) throw error;
    if (end.wasConnected) return { reason: "the connection broke", code: null };
    try {
      await this.#parts.probe(this.#over.signal);
      return { reason: "the server does not take the connection", code: null };
    } catch (cause) {
      if (isFinal(cause)) throw cause;
      return reasonOf(cause);
    }
  }

  async #waitAfter(failures: number, why: Reason): Promise<void> {
    const retryInMs = backoffMs(failures, this.#parts.around.random);
    this.#enter({ is: "waiting", retryInMs, ...why });
    await this.#sleep(retryInMs);
  }

  /** One page of what the socket did not bring; waits where the server can't be reached. */
  async #fetchMissing(after: number): Promise<void> {
    for (let failures = 1; !this.#over.signal.aborted; failures++) {
      try {
        this.#inbox.fill(await this.#pageAfter(after));
        return this.#showProgress();
      } catch (error) {
        if (isFinal(error)) this.#end(error);
        else await this.#sleep(backoffMs(failures, this.#parts.around.random));
      }
    }
  }

  async #pageAfter(after: number): Promise<ReceivedRequest[]> {
    const { endpointId, requests } = this.#parts;
    const query = { after, limit: MAX_PAGE_REQUESTS };
    const page = await requests.list(endpointId, query, { signal: this.#over.signal });
    return page.requests.map((row) => ({ ...toCapturedFromRow(row), replay: null }));
  }

  #showProgress(): void {
    const connectionId = this.#connectionId;
    if (this.#state.is === "waiting" || connectionId === "") return;
    const isBehind = this.#inbox.missingAfter !== null;
    this.#enter({ is: isBehind ? "catching-up" : "live", connectionId });
  }

  #enter(state: ListenState): void {
    const isSame =
      state.is === this.#state.is && (state.is === "live" || state.is === "catching-up");
    if (this.#state.is === "closed" || isSame) return;
    this.#state = state;
    this.#parts.options.onState?.(state);
  }

  #end(error: unknown): void {
    if (this.#over.signal.aborted) return;
    this.#error = error;
    const shown = error instanceof HookNexusError ? error : null;
    this.#enter({ is: "closed", error: shown });
    this.#over.abort();
    this.#link?.close();
    this.#wake();
    void this.#cursor.flush().then(() => {
      if (error) this.#settle.reject(error);
      else this.#settle.resolve();
    });
  }

  #somethingNew(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** Resolves early where listening ends. Leaves nothing behind: it may sleep a million times. */
  #sleep(ms: number): Promise<void> {
    const { around } = this.#parts;
    const { signal } = this.#over;
    return new Promise((resolve) => {
      const wakeUp = () => {
        around.clearTimeout(timer);
        signal.removeEventListener("abort", wakeUp);
        resolve();
      };
      const timer = around.setTimeout(wakeUp, ms);
      signal.addEventListener("abort", wakeUp);
    });
  }
}
