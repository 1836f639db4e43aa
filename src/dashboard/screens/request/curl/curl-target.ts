import { useSyncExternalStore } from "react";
import { parseResendBase } from "../../../inspect/resend-url.ts";

/** Where a copied command sends the request: to its endpoint again, or to a URL of the user's. */
export type CurlTo = "endpoint" | "address";

const TO_KEY = "hooknexus.curl.to";
const ADDRESS_KEY = "hooknexus.curl.address";
const FIRST_ADDRESS = "http://localhost:3000";

const watchers = new Set<() => void>();

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function keep(key: string, value: string): void {
  localStorage.setItem(key, value);
  for (const watcher of watchers) watcher();
}

export interface CurlTarget {
  to: CurlTo;
  /** As typed. */
  address: string;
  /** Null if `address` is not a valid URL. */
  base: URL | null;
}

/** The last choice, kept in this browser. */
export function useCurlTarget(): CurlTarget {
  const to = useSyncExternalStore(watch, () => localStorage.getItem(TO_KEY));
  const address = useSyncExternalStore(watch, () => localStorage.getItem(ADDRESS_KEY));
  const typed = address ?? FIRST_ADDRESS;
  return {
    to: to === "address" ? "address" : "endpoint",
    address: typed,
    base: parseResendBase(typed),
  };
}

export function chooseCurlTo(to: CurlTo): void {
  keep(TO_KEY, to);
}

export function typeCurlAddress(address: string): void {
  keep(ADDRESS_KEY, address);
}
