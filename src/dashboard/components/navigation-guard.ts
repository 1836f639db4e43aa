import type { AroundNavHandler } from "wouter";
import { navigate } from "wouter/use-browser-location";

/*
 * One press must not lose unsaved input, so the user is asked first. Links and router calls go
 * through `aroundNavigation`. Back and Forward fire an event that can't be cancelled, so the URL is
 * restored. Closing the tab shows the browser's own question.
 */

/** Asks the user. `leave` continues the navigation. */
type Confirm = (leave: () => void) => void;

interface Guard {
  /** The URL that must not be left without asking. */
  here: URL;
  confirm: Confirm;
}

let guard: Guard | null = null;

/** The router's `aroundNav`. */
export const aroundNavigation: AroundNavHandler = (go, to, options) => {
  const leave = () => go(to, options);
  if (guard && new URL(to, location.href).pathname !== guard.here.pathname) guard.confirm(leave);
  else leave();
};

/**
 * Call this before the router mounts, because the window calls its listeners in order. Otherwise
 * the router would show the other screen, and drop this one's state, before the user is asked.
 */
export function guardHistory(): void {
  globalThis.addEventListener("popstate", (event) => {
    if (!guard || location.pathname === guard.here.pathname) return;
    const wanted = location.pathname + location.search;
    event.stopImmediatePropagation();
    history.pushState(null, "", guard.here);
    guard.confirm(() => navigate(wanted));
  });
}

const refuseUnload = (event: BeforeUnloadEvent) => event.preventDefault();

/** Asks before this URL is left. Returns a function that ends the guard. */
export function guardNavigation(confirm: Confirm): () => void {
  const own: Guard = { here: new URL(location.href), confirm };
  guard = own;
  globalThis.addEventListener("beforeunload", refuseUnload);
  return () => {
    if (guard !== own) return;
    guard = null;
    globalThis.removeEventListener("beforeunload", refuseUnload);
  };
}
