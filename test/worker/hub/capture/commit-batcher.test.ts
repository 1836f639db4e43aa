import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Gathering } from "../../../../src/worker/hub/capture/commit-batcher.ts";

/** A gathering and what it handed on; what passes by counts as handed on alone. */
function newGathering(handOn?: () => Promise<void>) {
  const batches: string[][] = [];
  const gathering = new Gathering<string>((items) => {
    batches.push(items);
    return handOn?.();
  });
  const arrive = (...items: string[]) => {
    if (gathering.letsPass()) batches.push(items);
    else gathering.add(items);
  };
  return { batches, arrive };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

describe("what arrives", () => {
  it("passes at once where it comes alone, twice in a millisecond too", () => {
    const { batches, arrive } = newGathering();
    for (const item of ["a", "b", "c", "d"]) {
      arrive(item);
      if (item === "b") vi.advanceTimersByTime(1);
    }
    expect(batches).toEqual([["a"], ["b"], ["c"], ["d"]]);
  });

  it("is gathered for a turn where it comes together, then until as many are there", () => {
    const { batches, arrive } = newGathering();
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
    const { batches, arrive } = newGathering();
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

  it("counts as one where it comes as one, and stays in order", () => {
    const { batches, arrive } = newGathering();
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

  it("waits while what was handed on is being worked on", async () => {
    const work = Promise.withResolvers<void>();
    const { batches, arrive } = newGathering(() => work.promise);
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
