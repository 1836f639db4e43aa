import type { HookNexusError, ListenState } from "../../client/index.ts";

/** The state of a feed, as banners show it. */
export type FeedState =
  /** The first page is being fetched. */
  | { is: "loading" }
  /** The first page could not be fetched; `feed.retry()` tries again. */
  | { is: "failed"; error: unknown }
  | { is: "connecting"; failures: number }
  | { is: "catching-up" }
  | { is: "live" }
  /** Disconnected; a retry follows. */
  | Waiting<"waiting">
  /** The connection limit is reached; a retry follows. */
  | Waiting<"limit-reached">
  /** Closed for good: the endpoint or the session is gone, or this listener was disconnected. */
  | { is: "closed"; error: HookNexusError | null };

interface Waiting<Is extends string> {
  is: Is;
  reason: string;
  /** When the next try begins, in Unix milliseconds; null while it is being made. */
  retryAt: number | null;
}

/**
 * @param before the state before: the reason of a failure stays until a try succeeds
 * @param now in Unix milliseconds
 */
export function toFeedState(state: ListenState, before: FeedState, now: number): FeedState {
  switch (state.is) {
    case "waiting": {
      const is = state.code === "connection_limit" ? "limit-reached" : "waiting";
      return { is, reason: state.reason, retryAt: now + state.retryInMs };
    }
    case "connecting":
      if (before.is === "waiting" || before.is === "limit-reached") {
        return { ...before, retryAt: null };
      }
      return { is: "connecting", failures: state.failures };
    case "catching-up":
    case "live":
      return { is: state.is };
    case "closed":
      return { is: "closed", error: state.error };
  }
}
