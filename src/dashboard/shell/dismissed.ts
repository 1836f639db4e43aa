import { useSyncExternalStore } from "react";

/*
 * The dismissed warnings after the day they belong to: "2026-11-27 requests-near
 * endpoints-reached". Kept in this browser only. A new day starts with no warning dismissed.
 */
const KEY = "hooknexus.dismissed";
const subscribers = new Set<() => void>();

function read(): string {
  return localStorage.getItem(KEY) ?? "";
}

function subscribe(subscriber: () => void): () => void {
  subscribers.add(subscriber);
  return () => subscribers.delete(subscriber);
}

/** The warnings that were dismissed on a day. */
export function useDismissed(day: string): ReadonlySet<string> {
  const [keptDay, ...names] = useSyncExternalStore(subscribe, read).split(" ");
  return new Set(keptDay === day ? names : []);
}

export function dismissFor(day: string, name: string): void {
  const [keptDay, ...names] = read().split(" ");
  const kept = keptDay === day ? names : [];
  localStorage.setItem(KEY, [day, ...kept, name].join(" "));
  for (const subscriber of subscribers) subscriber();
}
