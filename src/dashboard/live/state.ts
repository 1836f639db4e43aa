import type { HookNexusError, ListenState } from "../../client/index.ts";

/** How the feed stands, for a banner to say. */
export type FeedState =
  /** The first page is being fetched. */
  | { is: "loading" }
  /** The first page could not be fetched; `feed.retry()` tries again. */
  | { is: "failed"; error: unknown }
  | { is: "connecting"; failures: number }
  | { is: "catching-up" }
  | { is: "live" }
  /** The connection is gone; another try follows at `retryAt`, in Unix milliseconds. */
  | { is: "waiting"; reason: string; retryAt: number }
  /** All places for listeners are taken; another try follows. */
  | { is: "limit-reached"; reason: string; retryAt: number }
  /** For good: the endpoint, the session or this listener's place is gone. */
  | { is: "closed"; error: HookNexusError | null };

/** @param now in Unix milliseconds */
export function toFeedState(state: ListenState, now: number): FeedState {
  switch (state.is) {
    case "waiting": {
      const is = state.code === "connection_limit" ? "limit-reached" : "waiting";
      return { is, reason: state.reason, retryAt: now + state.retryInMs };
    }
    case "connecting":
      return { is: "connecting", failures: state.failures };
    case "catching-up":
    case "live":
      return { is: state.is };
    case "closed":
      return { is: "closed", error: state.error };
  }
}
