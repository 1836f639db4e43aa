import type { CapturedRequest } from "../protocol/captured-request.ts";
import type { CursorStore } from "./cursor.ts";
import type { HookNexusError, HookNexusErrorCode } from "./error.ts";

/** A request as a listener is handed it. */
export interface ReceivedRequest extends CapturedRequest {
  /** Set where somebody sent a stored request again: it has had its turn before. */
  replay: { replayId: string; dispatchedAt: string } | null;
}

/** What a listener is doing. `live`: all that is stored was handed over or is on its way. */
export type ListenState =
  | { is: "connecting"; /** Tries that failed in a row. */ failures: number }
  | {
      is: "waiting";
      retryInMs: number;
      /** Why the last try failed. */
      reason: string;
      /** The same for programs, such as `connection_limit`; null where the connection broke. */
      code: HookNexusErrorCode | null;
    }
  | { is: "catching-up"; connectionId: string }
  | { is: "live"; connectionId: string }
  /** For good: `error` is null where the caller ended it. */
  | { is: "closed"; error: HookNexusError | null };

export interface ListenOptions {
  /**
   * The last sequence number that was handled; what came after it comes first. 0: all that is
   * stored. Left out: where `cursor` stands, or else live traffic alone.
   */
  since?: number | undefined;
  /** Ends the listening; the iteration is then over without an error. */
  signal?: AbortSignal | undefined;
  /** Remembers how far it has come, over restarts. */
  cursor?: CursorStore | undefined;
  /** What the account's owner sees of this listener. */
  mode?: "listen" | "forward" | undefined;
  /** Is told of every change; it must not throw. */
  onState?: ((state: ListenState) => void) | undefined;
  /**
   * In place of iterating: is called with one request after another, the next once its promise
   * has resolved. Where it throws, listening ends with that error.
   */
  onRequest?: ((request: ReceivedRequest) => unknown) | undefined;
}

/** As much of a WebSocket as a listener uses; every runtime's own fits. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { code: number }) => void): void;
}

/** What a listener takes from its surroundings. */
export interface Surroundings {
  connect(url: string): Socket;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  random(): number;
}
