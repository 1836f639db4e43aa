import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { filterFromParams, withFilter } from "../../feed/filter-url.ts";
import type { FeedFilter } from "../../feed/filter.ts";

const REQUEST = "request";

/** The state of a history entry whose previous entry is the list. */
const FROM_LIST = { isFromList: true };

export interface LiveUrl {
  filter: FeedFilter;
  /** The open request; null if there is none. */
  openId: string | null;
  /** @param isFollowing continues the last change, as while typing: it replaces its history entry */
  setFilter(filter: FeedFilter, isFollowing?: boolean): void;
  /** Back returns to the list, no matter how many requests were opened. */
  open(id: string): void;
  close(): void;
}

/** The live screen's filter and open request, kept in the URL for sharing and for Back. */
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
