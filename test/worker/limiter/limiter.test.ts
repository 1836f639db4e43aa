import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { VERSION } from "../../../src/worker/hub/contract/version.ts";
import type { Limiter } from "../../../src/worker/limiter/limiter.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const newLimiter = () => env.LIMITER.getByName(crypto.randomUUID());

describe("a limiter", () => {
  it("refuses a key beyond its limit until its window ends, and no other key", async () => {
    const limiter = newLimiter();
    const take = (key: string) => limiter.take(key, 2, 60_000, VERSION);
    const endsAt = Date.now() + 60_000;
    expect([await take("a"), await take("a"), await take("a")]).toEqual([null, null, endsAt]);
    expect(await take("b")).toBeNull();
    vi.advanceTimersByTime(59_999);
    expect(await take("a")).toBe(endsAt);
    vi.advanceTimersByTime(1);
    expect(await take("a")).toBeNull();
  });

  it("counts ten thousand keys at most, and forgets the oldest", async () => {
    await runInDurableObject(newLimiter(), (limiter: Limiter) => {
      for (let n = 0; n <= 10_000; n++) limiter.take(String(n), 1, 60_000);
      expect(limiter.take("1", 1, 60_000)).not.toBeNull();
      expect(limiter.take("0", 1, 60_000)).toBeNull();
    });
  });

  it("refuses a version that it does not speak", () =>
    runInDurableObject(newLimiter(), (limiter: Limiter) => {
      expect(() => limiter.take("a", 1, 1, 99)).toThrow("speaks the versions");
    }));
});
