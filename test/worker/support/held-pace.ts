import { vi } from "vitest";
import { PACE_INTERVAL_MS } from "../../../src/protocol/body-pace.ts";

/**
 * Stops the clock by which bodies are timed. Each timer still belongs to the worker or hub that set
 * it, so fake timers, which run in the test's own turn, would not do. Undo it with
 * `vi.restoreAllMocks`.
 *
 * @returns lets all intervals pass, and all later ones
 */
export function holdPace(): () => void {
  const setTimer = globalThis.setTimeout;
  let isReleased = false;
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((callback: () => void, ms?: number) => {
    if (ms !== PACE_INTERVAL_MS) return setTimer(callback, ms);
    const poll = (): unknown => setTimer(() => (isReleased ? callback() : poll()), 5);
    return poll();
  }) as typeof setTimeout);
  return () => void (isReleased = true);
}
