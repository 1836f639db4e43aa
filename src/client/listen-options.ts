import type { CapturedRequest } from "../protocol/captured-request.ts";
import type { CursorStore } from "./cursor.ts";
import type { HookNexusError, HookNexusErrorCode } from "./error.ts";

/** A request as a listener receives it. */
export interface ReceivedRequest extends CapturedRequest {
  /** Set if this is a replay of a stored request; otherwise null. `dispatchedAt` is ISO 8601. */
  replay: { replayId: string; dispatchedAt: string } | null;
}

/** The state of a listener. `live`: nothing is missing, and new requests arrive as they come. */
export type ListenState =
  | { is: "connecting"; /** Consecutive failed attempts. */ failures: number }
  | {
      is: "waiting";
      /** Milliseconds until the next attempt. */
      retryInMs: number;
      /** Why the last attempt failed, for people. */
      reason: string;
      /** The same as an error code, such as `connection_limit`; null if there is none. */
      code: HookNexusErrorCode | null;
    }
  | { is: "catching-up"; connectionId: string }
  | { is: "live"; connectionId: string }
  /** Final. `error` is null if the caller ended the listening. */
  | { is: "closed"; error: HookNexusError | null };

export interface ListenOptions {
  /**
   * Start after this sequence number: first the stored requests, then live traffic. 0 starts with
   * the oldest stored request. If omitted, listening starts at `cursor`; without a saved position
   * it starts with live traffic.
   */
  since?: number | undefined;
  /** Ends the listening. The iteration then completes without an error. */
  signal?: AbortSignal | undefined;
  /** Saves the position, so that the next start continues there. */
  cursor?: CursorStore | undefined;
  /** How the list of listeners labels this one. */
  mode?: "listen" | "forward" | undefined;
  /** Called on every change of state. It must not throw. */
  onState?: ((state: ListenState) => void) | undefined;
  /**
   * Called with each request, instead of iterating. The next call waits for the returned promise.
   * If it throws or rejects, listening ends with that error and the request counts as unhandled.
   */
  onRequest?: ((request: ReceivedRequest) => unknown) | undefined;
}

/** The part of WebSocket that a listener uses. The WebSocket of any runtime has it. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { code: number }) => void): void;
}

/** The functions that a listener needs from its runtime. */
export interface Runtime {
  /** Opens a WebSocket. The URL contains the credential. */
  connect(url: string): Socket;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Returns a number from 0 to 1, 1 excluded. */
  random(): number;
}
