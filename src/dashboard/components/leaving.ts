import type { AroundNavHandler } from "wouter";
import { navigate } from "wouter/use-browser-location";

/*
 * What is typed and not saved must not be gone because of one press: whoever leaves is asked. Links
 * and calls of the router come by `aroundNavigation`; Back and Forward by an event that can't be
 * refused, so the address is put back; closing the tab by the browser's own question.
 */

/** Is given what leaves after all. */
type Ask = (leave: () => void) => void;

interface Guard {
  /** The address that is not left unasked. */
  here: URL;
  ask: Ask;
}

let guard: Guard | null = null;

/** The router's `aroundNav`. */
export const aroundNavigation: AroundNavHandler = (go, to, options) => {
  const leave = () => go(to, options);
  if (guard && new URL(to, location.href).pathname !== guard.here.pathname) guard.ask(leave);
  else leave();
};

/**
 * To be called before the router is there: the window calls its listeners in the order they came,
 * and the router would show the other screen, and this one's state be gone, before anybody is asked.
 */
export function watchHistory(): void {
  globalThis.addEventListener("popstate", (event) => {
    if (!guard || location.pathname === guard.here.pathname) return;
    const wanted = location.pathname + location.search;
    event.stopImmediatePropagation();
    history.pushState(null, "", guard.here);
    guard.ask(() => navigate(wanted));
  });
}

const refuseUnload = (event: BeforeUnloadEvent) => event.preventDefault();

/** Has whoever leaves this address asked, until what it gives back is called. */
export function guardLeaving(ask: Ask): () => void {
  const own: Guard = { here: new URL(location.href), ask };
  guard = own;
  globalThis.addEventListener("beforeunload", refuseUnload);
  return () => {
    if (guard !== own) return;
    guard = null;
    globalThis.removeEventListener("beforeunload", refuseUnload);
  };
}
