import { useSyncExternalStore } from "react";

/*
 * One timer for all components: a list of a hundred rows must not run a hundred. It stops when
 * there are no subscribers.
 */
const TICK_MS = 1_000;
const subscribers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(subscriber: () => void): () => void {
  subscribers.add(subscriber);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    subscribers.delete(subscriber);
    if (subscribers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const subscriber of subscribers) subscriber();
}

/**
 * Computes a value from the current time, each second. The component only renders again if the
 * value changed.
 */
export function useNow<Value extends string | number | boolean>(
  compute: (nowMs: number) => Value,
): Value {
  return useSyncExternalStore(subscribe, () => compute(subscribers.size === 0 ? Date.now() : now));
}
