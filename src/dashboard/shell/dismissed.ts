import { useSyncExternalStore } from "react";

/*
 * What was dismissed, and on which day: "2026-11-27 requests-near endpoints-reached". In this
 * browser alone; another day begins with nothing dismissed.
 */
const KEY = "hooknexus.dismissed";
const watchers = new Set<() => void>();

function read(): string {
  return localStorage.getItem(KEY) ?? "";
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The names that were dismissed on this day. */
export function useDismissed(day: string): ReadonlySet<string> {
  const [keptDay, ...names] = useSyncExternalStore(watch, read).split(" ");
  return new Set(keptDay === day ? names : []);
}

export function dismissFor(day: string, name: string): void {
  const [keptDay, ...names] = read().split(" ");
  const kept = keptDay === day ? names : [];
  localStorage.setItem(KEY, [day, ...kept, name].join(" "));
  for (const watcher of watchers) watcher();
}
