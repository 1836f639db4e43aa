import { useCallback, useSyncExternalStore } from "react";

/** Wide enough to show the request beside the list. */
export const BESIDE = "(min-width: 1024px)";

/** Whether a media query matches. Updates when that changes. */
export function useMedia(query: string): boolean {
  const watch = useCallback(
    (watcher: () => void) => {
      const media = globalThis.matchMedia(query);
      media.addEventListener("change", watcher);
      return () => media.removeEventListener("change", watcher);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => globalThis.matchMedia(query).matches);
}
