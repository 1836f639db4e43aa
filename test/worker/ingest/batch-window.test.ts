import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BatchWindow } from "../../../src/worker/ingest/batch-window.ts";

/** Calls that return when the test says so, and what each of them carried. */
function newCalls() {
  const passed: string[] = [];
  const calls: { items: string[]; finish: () => Promise<void> }[] = [];
  const window = new BatchWindow<string>((items) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const finish = async () => {
      resolve();
      await vi.advanceTimersByTimeAsync(0);
    };
    calls.push({ items, finish });
    return promise;
  });
  /** @returns whether others hang on the one that arrived; null: it passed */
  const arrive = (item: string): boolean | null => {
    if (!window.canBypass(Date.now())) return window.add(item, Date.now());
    passed.push(item);
    return null;
  };
  const carried = () => calls.map(({ items }) => items);
  const finishLast = () => calls.at(-1)?.finish();
  return { arrive, passed, calls, carried, finishLast };
}

/** Arrives until one is made to wait for a second. Says how many passed before. */
function arriveUntilOneWaits({ arrive, passed }: ReturnType<typeof newCalls>): number {
  const before = passed.length;
  while (arrive("first") === null);
  return passed.length - before;
}

/** Two that come together: from then on, who comes waits for company. */
async function newTogether() {
  const world = newCalls();
  arriveUntilOneWaits(world);
  world.arrive("second");
  await world.finishLast();
  return world;
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

describe("apart", () => {
  it("each passes, however long that goes on, where they do not follow closely", () => {
    const { arrive, passed } = newCalls();
    for (let turn = 0; turn < 10_000; turn++) {
      vi.advanceTimersByTime(2);
      arrive("a");
    }
    expect(passed).toHaveLength(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("one of those that follow closely waits for a second, for a few milliseconds", () => {
    const world = newCalls();
    expect(arriveUntilOneWaits(world)).toBe(63);
    vi.advanceTimersByTime(1);
    expect(world.calls).toEqual([]);
    vi.advanceTimersByTime(3);
    expect(world.carried()).toEqual([["first"]]);
  });

  it("is tried half as often each time that no second comes, and never given up", async () => {
    const world = newCalls();
    const tries: number[] = [];
    for (let turn = 0; turn < 8; turn++) {
      tries.push(arriveUntilOneWaits(world));
      vi.advanceTimersByTime(4);
      await world.finishLast();
    }
    expect(tries).toEqual([63, 127, 255, 511, 1023, 2047, 4095, 4095]);
  });
});

describe("together", () => {
  it("the last that is expected starts the call, without any timer", async () => {
    const { arrive, carried } = await newTogether();
    expect(carried()).toEqual([["first", "second"]]);
    arrive("a");
    expect(carried()).toHaveLength(1);
    arrive("b");
    expect(carried().slice(1)).toEqual([["a", "b"]]);
  });

  it("who comes while a call is under way joins those that it answers, in order", async () => {
    const { arrive, carried, finishLast } = await newTogether();
    for (const item of ["a", "b", "c", "d", "e"]) arrive(item);
    expect(carried().slice(1)).toEqual([["a", "b"]]);
    await finishLast();
    arrive("a");
    expect(carried()).toHaveLength(2);
    arrive("b");
    expect(carried().slice(2)).toEqual([["c", "d", "e", "a", "b"]]);
  });

  it("goes on without those that do not come back", async () => {
    const { arrive, carried, finishLast } = await newTogether();
    for (const item of ["a", "b", "c", "d"]) arrive(item);
    await finishLast();
    arrive("a");
    vi.advanceTimersByTime(4);
    expect(carried().slice(2)).toEqual([["c", "d", "a"]]);
  });

  it("nobody waits for what is slow beyond twelve milliseconds", async () => {
    const { arrive, carried } = await newTogether();
    for (const item of ["a", "b", "c"]) arrive(item);
    vi.advanceTimersByTime(9);
    expect(carried()).toHaveLength(2);
    vi.advanceTimersByTime(3);
    expect(carried().slice(1)).toEqual([["a", "b"], ["c"]]);
  });

  it("who is alone after a pause waits once for a few milliseconds, and then passes", async () => {
    const { arrive, carried, finishLast, passed } = await newTogether();
    const before = passed.length;
    vi.advanceTimersByTime(1_000);
    arrive("a");
    vi.advanceTimersByTime(4);
    expect(carried().slice(1)).toEqual([["a"]]);
    await finishLast();
    arrive("b");
    expect(passed.slice(before)).toEqual(["b"]);
  });

  it("is soon tried again where it lasted", async () => {
    const world = await newTogether();
    for (let call = 0; call < 8; call++) {
      for (const item of ["a", "b"]) world.arrive(item);
      await world.finishLast();
    }
    world.arrive("a");
    vi.advanceTimersByTime(4);
    await world.finishLast();
    expect(arriveUntilOneWaits(world)).toBe(63);
  });

  it("is patient for twice as long as all took to come, for 25 ms at most", async () => {
    const world = await newTogether();
    const { arrive, carried, finishLast } = world;
    for (const tookMs of [2, 4, 8, 16]) {
      arrive("a");
      vi.advanceTimersByTime(tookMs);
      arrive("b");
      await finishLast();
    }
    expect(carried().slice(1)).toEqual(Array.from({ length: 4 }, () => ["a", "b"]));
    arrive("a");
    vi.advanceTimersByTime(25);
    expect(carried()).toHaveLength(5);
    vi.advanceTimersByTime(1);
    expect(carried().slice(5)).toEqual([["a"]]);
    await finishLast();
    // That was in vain, and is not done again.
    arriveUntilOneWaits(world);
    vi.advanceTimersByTime(4);
    expect(carried()).toHaveLength(7);
  });

  it("is no more patient for that a while passed before", async () => {
    const { arrive, carried, finishLast } = await newTogether();
    vi.advanceTimersByTime(60_000);
    for (const item of ["a", "b"]) arrive(item);
    await finishLast();
    arrive("a");
    vi.advanceTimersByTime(4);
    expect(carried().slice(2)).toEqual([["a"]]);
  });

  it("says who set a timer or makes the call, and only they did", async () => {
    const { arrive, finishLast } = await newTogether();
    expect(["a", "b", "c", "d"].map(arrive)).toEqual([true, true, true, false]);
    await finishLast();
    expect(["e", "f"].map(arrive)).toEqual([false, true]);
  });
});

describe("where a request is gone with its timer", () => {
  it("the next that comes hands on what hung on it", async () => {
    const { arrive, carried } = await newTogether();
    arrive("a");
    vi.clearAllTimers();
    vi.advanceTimersByTime(101);
    arrive("b");
    expect(carried().slice(1)).toEqual([["a", "b"]]);
  });

  it("those that come do not wait on and on for more", async () => {
    const { arrive, carried, finishLast } = await newTogether();
    for (let index = 0; index < 22; index++) arrive("a");
    await finishLast();
    vi.advanceTimersByTime(4);
    await finishLast();
    arrive("first");
    vi.clearAllTimers();
    for (let index = 0; index < 11; index++) {
      vi.advanceTimersByTime(9);
      arrive("b");
    }
    expect(carried()).toHaveLength(3);
    vi.advanceTimersByTime(9);
    arrive("c");
    expect(carried()[3]).toEqual(["first", ...Array<string>(11).fill("b"), "c"]);
  });

  it("nothing waits for a call of its own that will not return", async () => {
    const { arrive, carried } = await newTogether();
    for (const item of ["a", "b"]) arrive(item);
    vi.advanceTimersByTime(101);
    arrive("c");
    vi.advanceTimersByTime(4);
    expect(carried().slice(2)).toEqual([["c"]]);
  });

  it("a call that returns too late changes nothing", async () => {
    const { arrive, calls, carried } = await newTogether();
    for (const item of ["a", "b"]) arrive(item);
    vi.advanceTimersByTime(101);
    for (const item of ["c", "d", "e"]) arrive(item);
    await calls[1]?.finish();
    for (const item of ["f", "g"]) arrive(item);
    expect(carried().slice(2)).toEqual([["c", "d"]]);
    await calls[2]?.finish();
    for (const item of ["c", "d"]) arrive(item);
    expect(carried().slice(3)).toEqual([["e", "f", "g", "c", "d"]]);
  });
});
