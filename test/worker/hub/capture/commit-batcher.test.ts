import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CommitBatcher } from "../../../../src/worker/hub/capture/commit-batcher.ts";

/** A batcher and its batches; an item that bypasses it counts as a batch of its own. */
function newBatcher(flush?: () => Promise<void>) {
  const batches: string[][] = [];
  const batcher = new CommitBatcher<string>((items) => {
    batches.push(items);
    return flush?.();
  });
  const arrive = (...items: string[]) => {
    if (batcher.tryBypass(Date.now())) batches.push(items);
    else batcher.add(items);
  };
  return { batches, arrive };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

describe("the commit batcher", () => {
  it("lets an item that arrives alone bypass, up to two per millisecond", () => {
    const { batches, arrive } = newBatcher();
    for (const item of ["a", "b", "c", "d"]) {
      arrive(item);
      if (item === "b") vi.advanceTimersByTime(1);
    }
    expect(batches).toEqual([["a"], ["b"], ["c"], ["d"]]);
  });

  it("batches what arrives together for one turn, then until as many have arrived again", () => {
    const { batches, arrive } = newBatcher();
    for (const item of ["a", "b", "c", "d"]) arrive(item);
    expect(batches).toEqual([["a"], ["b"]]);
    vi.advanceTimersByTime(0);
    expect(batches).toEqual([["a"], ["b"], ["c", "d"]]);
    arrive("e");
    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(3);
    for (const item of ["f", "g"]) arrive(item);
    vi.advanceTimersByTime(0);
    expect(batches.slice(3)).toEqual([["e", "f", "g"]]);
  });

  it("waits two milliseconds at most, and not at all once it is idle again", () => {
    const { batches, arrive } = newBatcher();
    for (const item of ["a", "b", "c", "d"]) arrive(item);
    vi.advanceTimersByTime(0);
    arrive("e");
    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(3);
    vi.advanceTimersByTime(1);
    expect(batches.slice(3)).toEqual([["e"]]);
    arrive("f");
    expect(batches.slice(4)).toEqual([["f"]]);
  });

  it("counts the items of one call as one arrival and keeps their order", () => {
    const { batches, arrive } = newBatcher();
    for (const item of ["a", "b"]) arrive(item);
    arrive("c", "d");
    arrive("e");
    vi.advanceTimersByTime(0);
    arrive("f", "g");
    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(3);
    arrive("h");
    vi.advanceTimersByTime(0);
    expect(batches).toEqual([["a"], ["b"], ["c", "d", "e"], ["f", "g", "h"]]);
  });

  it("waits while the last batch is still being flushed", async () => {
    const work = Promise.withResolvers<void>();
    const { batches, arrive } = newBatcher(() => work.promise);
    for (const item of ["a", "b", "c"]) arrive(item);
    vi.advanceTimersByTime(0);
    arrive("d");
    vi.advanceTimersByTime(50);
    expect(batches).toEqual([["a"], ["b"], ["c"]]);
    work.resolve();
    await work.promise;
    await vi.advanceTimersByTimeAsync(2);
    expect(batches.at(-1)).toEqual(["d"]);
  });
});
