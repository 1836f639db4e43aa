import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { filterFromParams, withFilter } from "../../feed/filter-url.ts";
import type { FeedFilter } from "../../feed/filter.ts";

const REQUEST = "request";

/** Kept beside a history entry: the one before it is the list alone. */
const FROM_LIST = { isFromList: true };

export interface LiveUrl {
  filter: FeedFilter;
  /** The request that is open; null: the list alone. */
  openId: string | null;
  /** @param isFollowing on from the last one, as while typing: it takes that one's place in history */
  setFilter(filter: FeedFilter, isFollowing?: boolean): void;
  /** Going back leads to the list again, however many were looked at. */
  open(id: string): void;
  close(): void;
}

/** What the live screen shows, as its address says it: to be shared, and to go back to. */
export function useLiveUrl(): LiveUrl {
  const search = useSearch();
  const [path, go] = useLocation();
  return useMemo(() => {
    const params = new URLSearchParams(search);
    const openId = params.get(REQUEST);
    const goTo = (next: URLSearchParams, options: { replace: boolean; state?: unknown }) => {
      const text = next.toString();
      go(text === "" ? path : `${path}?${text}`, options);
    };
    return {
      filter: filterFromParams(params),
      openId,
      setFilter: (filter, isFollowing = false) =>
        goTo(withFilter(params, filter), { replace: isFollowing }),
      open: (id) => {
        const next = new URLSearchParams(params);
        next.set(REQUEST, id);
        if (openId === null) goTo(next, { replace: false, state: FROM_LIST });
        else goTo(next, { replace: true, state: globalThis.history.state });
      },
      close: () => {
        if (openId === null) return;
        if (isFromList(globalThis.history.state)) return globalThis.history.back();
        const next = new URLSearchParams(params);
        next.delete(REQUEST);
        goTo(next, { replace: true });
      },
    };
  }, [search, path, go]);
}

function isFromList(state: unknown): boolean {
  return typeof state === "object" && state !== null && "isFromList" in state;
}
