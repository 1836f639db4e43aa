import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Gathering } from "../../../src/worker/hub/gathering.ts";

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
  return { gathering, batches, arrive };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("what arrives", () => {
  it("passes at once where it comes alone", () => {
    const { batches, arrive } = newGathering();
    for (const item of ["a", "b", "c"]) {
      arrive(item);
      vi.advanceTimersByTime(1);
    }
    expect(batches).toEqual([["a"], ["b"], ["c"]]);
  });

  it("is gathered for a turn where it comes together, then until as many are there", () => {
    const { batches, arrive } = newGathering();
    for (const item of ["a", "b", "c"]) arrive(item);
    expect(batches).toEqual([["a"]]);
    vi.advanceTimersByTime(0);
    expect(batches).toEqual([["a"], ["b", "c"]]);
    arrive("d");
    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(2);
    for (const item of ["e", "f"]) arrive(item);
    vi.advanceTimersByTime(0);
    expect(batches.slice(2)).toEqual([["d", "e", "f"]]);
  });

  it("waits two milliseconds at most, and not at all once it is idle again", () => {
    const { batches, arrive } = newGathering();
    for (const item of ["a", "b", "c"]) arrive(item);
    vi.advanceTimersByTime(0);
    arrive("d");
    vi.advanceTimersByTime(2);
    expect(batches.slice(2)).toEqual([["d"]]);
    arrive("e");
    expect(batches.slice(3)).toEqual([["e"]]);
  });

  it("counts as one where it comes as one, and stays in order", () => {
    const { batches, arrive } = newGathering();
    arrive("a");
    arrive("b", "c");
    arrive("d");
    vi.advanceTimersByTime(0);
    arrive("e", "f");
    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(2);
    arrive("g");
    vi.advanceTimersByTime(0);
    expect(batches).toEqual([["a"], ["b", "c", "d"], ["e", "f", "g"]]);
  });

  it("waits while what was handed on is being worked on", async () => {
    const work = Promise.withResolvers<void>();
    const { batches, arrive } = newGathering(() => work.promise);
    for (const item of ["a", "b"]) arrive(item);
    vi.advanceTimersByTime(0);
    arrive("c");
    vi.advanceTimersByTime(50);
    expect(batches).toEqual([["a"], ["b"]]);
    work.resolve();
    await work.promise;
    await vi.advanceTimersByTimeAsync(2);
    expect(batches.at(-1)).toEqual(["c"]);
  });

  it("is handed on by the next that comes, where the one whose timer it was is gone", () => {
    const { batches, arrive } = newGathering();
    for (const item of ["a", "b"]) arrive(item);
    vi.clearAllTimers();
    vi.advanceTimersByTime(101);
    arrive("c");
    vi.advanceTimersByTime(0);
    expect(batches).toEqual([["a"], ["b", "c"]]);
  });

  it("is not put off by those that come after it, however late timers are", () => {
    const { batches, arrive } = newGathering();
    const due: (() => void)[] = [];
    vi.stubGlobal("setTimeout", (turn: () => void) => due.push(turn));
    for (const item of ["a", "b"]) arrive(item);
    // As on a machine that is too busy: for each that comes, the oldest timer has its turn.
    for (const item of ["c", "d", "e", "f"]) {
      vi.setSystemTime(Date.now() + 101);
      arrive(item);
      due.shift()?.();
    }
    expect(batches.slice(0, 2)).toEqual([["a"], ["b", "c"]]);
  });

  it("says who set a timer, and only they did", () => {
    const { gathering, arrive } = newGathering();
    arrive("a");
    expect(["b", "c", "d"].map((item) => gathering.add([item]))).toEqual([true, false, false]);
    vi.advanceTimersByTime(0);
    expect(["e", "f", "g", "h"].map((item) => gathering.add([item]))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
