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
  /** The connection is gone; another try follows. */
  | Waiting<"waiting">
  /** All places for listeners are taken; another try follows. */
  | Waiting<"limit-reached">
  /** For good: the endpoint, the session or this listener's place is gone. */
  | { is: "closed"; error: HookNexusError | null };

interface Waiting<Is extends string> {
  is: Is;
  reason: string;
  /** When the next try begins, in Unix milliseconds; null: it is being made. */
  retryAt: number | null;
}

/**
 * @param before what it followed: why the last try failed is true until one succeeds
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
