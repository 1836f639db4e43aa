import { vi } from "vitest";
import { SECOND_MS } from "../../../src/protocol/time-units.ts";

/** How long a test waits for an event. On a busy machine, anything may take seconds. */
export const MAX_WAIT_MS = 20 * SECOND_MS;

/** Repeats an assertion until it holds. While timers are faked, each try advances them. */
export function eventually<Value>(
  assertion: () => Value | Promise<Value>,
  intervalMs = 50,
): Promise<Value> {
  return vi.waitFor(assertion, { timeout: MAX_WAIT_MS, interval: intervalMs });
}
