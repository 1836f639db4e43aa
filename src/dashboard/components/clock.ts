import { useSyncExternalStore } from "react";

/*
 * One timer for all that counts: a list of a hundred rows must not have a hundred. It stops where
 * nobody watches.
 */
const TICK_MS = 1_000;
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const watcher of watchers) watcher();
}

/**
 * What a function makes of the time, asked each second; a component renders again only where the
 * answer has changed.
 */
export function useNow<Answer extends string | number | boolean>(
  answer: (nowMs: number) => Answer,
): Answer {
  return useSyncExternalStore(watch, () => answer(watchers.size === 0 ? Date.now() : now));
}
