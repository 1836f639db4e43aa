import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  BODY_DEADLINE_MS,
  BodyPace,
  MIN_INTERVAL_BYTES,
  PACE_INTERVAL_MS,
  TooSlowError,
} from "../../src/protocol/body-pace.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Passes intervals in each of which some bytes arrive. Resolves to how many of them it took. */
async function intervalsUntilTooSlow(bytesEach: number, maxIntervals: number) {
  const pace = new BodyPace();
  let failure: unknown = null;
  pace.during(new Promise(() => {})).catch((error: unknown) => (failure = error));
  for (let passed = 0; passed < maxIntervals; passed++) {
    pace.note(bytesEach);
    await vi.advanceTimersByTimeAsync(PACE_INTERVAL_MS);
    if (failure) {
      expect(failure).toBeInstanceOf(TooSlowError);
      return passed + 1;
    }
  }
  pace.stop();
  return null;
}

describe("the sender of a body", () => {
  it("may be as slow as the least rate, until the deadline", async () => {
    const intervals = BODY_DEADLINE_MS / PACE_INTERVAL_MS;
    expect(await intervalsUntilTooSlow(MIN_INTERVAL_BYTES, intervals - 1)).toBeNull();
    expect(await intervalsUntilTooSlow(100 * MIN_INTERVAL_BYTES, intervals)).toBe(intervals);
  });

  it("must not be slower in any interval", async () => {
    expect(await intervalsUntilTooSlow(MIN_INTERVAL_BYTES - 1, 2)).toBe(1);
  });

  it("is not timed after the body has ended", async () => {
    new BodyPace().stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
