import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BatchWindow } from "../../../src/worker/ingest/batch-window.ts";

/** Calls that return when the test says so, and the items of each. */
function newCalls() {
  const bypassed: string[] = [];
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
  /** @returns whether other callers depend on this one; null if it bypassed */
  const arrive = (item: string): boolean | null => {
    if (!window.tryBypass(Date.now())) return window.add(item, Date.now());
    bypassed.push(item);
    return null;
  };
  const carried = () => calls.map(({ items }) => items);
  const finishLast = () => calls.at(-1)?.finish();
  return { arrive, bypassed, calls, carried, finishLast };
}

/** Sends callers until one is made to wait for a second. Returns how many bypassed before. */
function bypassUntilProbe({ arrive, bypassed }: ReturnType<typeof newCalls>): number {
  const before = bypassed.length;
  while (arrive("first") === null);
  return bypassed.length - before;
}

/** Two callers arrived together: from now on, callers wait for each other. */
async function newTogether() {
  const world = newCalls();
  bypassUntilProbe(world);
  world.arrive("second");
  await world.finishLast();
  return world;
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

describe("callers apart", () => {
  it("all bypass, however long that goes on, if they do not follow closely", () => {
    const { arrive, bypassed } = newCalls();
    for (let turn = 0; turn < 10_000; turn++) {
      vi.advanceTimersByTime(2);
      arrive("a");
    }
    expect(bypassed).toHaveLength(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are probed if they follow closely: one waits a few milliseconds for a second", () => {
    const world = newCalls();
    expect(bypassUntilProbe(world)).toBe(63);
    vi.advanceTimersByTime(1);
    expect(world.calls).toEqual([]);
    vi.advanceTimersByTime(3);
    expect(world.carried()).toEqual([["first"]]);
  });

  it("are probed half as often after each vain probe, but never stop being probed", async () => {
    const world = newCalls();
    const tries: number[] = [];
    for (let turn = 0; turn < 8; turn++) {
      tries.push(bypassUntilProbe(world));
      vi.advanceTimersByTime(4);
      await world.finishLast();
    }
    expect(tries).toEqual([63, 127, 255, 511, 1023, 2047, 4095, 4095]);
  });
});

describe("callers together", () => {
  it("start the call without a timer when the last expected one arrives", async () => {
    const { arrive, carried } = await newTogether();
    expect(carried()).toEqual([["first", "second"]]);
    arrive("a");
    expect(carried()).toHaveLength(1);
    arrive("b");
    expect(carried().slice(1)).toEqual([["a", "b"]]);
  });

  it("wait for the call in flight, and join the callers that it answers, in order", async () => {
    const { arrive, carried, finishLast } = await newTogether();
    for (const item of ["a", "b", "c", "d", "e"]) arrive(item);
    expect(carried().slice(1)).toEqual([["a", "b"]]);
    await finishLast();
    arrive("a");
    expect(carried()).toHaveLength(2);
    arrive("b");
    expect(carried().slice(2)).toEqual([["c", "d", "e", "a", "b"]]);
  });

  it("go on without those that do not post again", async () => {
    const { arrive, carried, finishLast } = await newTogether();
    for (const item of ["a", "b", "c", "d"]) arrive(item);
    await finishLast();
    arrive("a");
    vi.advanceTimersByTime(4);
    expect(carried().slice(2)).toEqual([["c", "d", "a"]]);
  });

  it("wait for a slow call for at most twelve milliseconds", async () => {
    const { arrive, carried } = await newTogether();
    for (const item of ["a", "b", "c"]) arrive(item);
    vi.advanceTimersByTime(9);
    expect(carried()).toHaveLength(2);
    vi.advanceTimersByTime(3);
    expect(carried().slice(1)).toEqual([["a", "b"], ["c"]]);
  });

  it("wait once for a few milliseconds if only one is left after a pause, and then bypass", async () => {
    const { arrive, carried, finishLast, bypassed } = await newTogether();
    const before = bypassed.length;
    vi.advanceTimersByTime(1_000);
    arrive("a");
    vi.advanceTimersByTime(4);
    expect(carried().slice(1)).toEqual([["a"]]);
    await finishLast();
    arrive("b");
    expect(bypassed.slice(before)).toEqual(["b"]);
  });

  it("are soon probed again if batching has lasted", async () => {
    const world = await newTogether();
    for (let call = 0; call < 8; call++) {
      for (const item of ["a", "b"]) world.arrive(item);
      await world.finishLast();
    }
    world.arrive("a");
    vi.advanceTimersByTime(4);
    await world.finishLast();
    expect(bypassUntilProbe(world)).toBe(63);
  });

  it("wait for twice the time that the last batch took, 25 ms at most", async () => {
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
    // That wait was in vain, so the next one is short.
    bypassUntilProbe(world);
    vi.advanceTimersByTime(4);
    expect(carried()).toHaveLength(7);
  });

  it("do not wait longer because of a pause before their batch", async () => {
    const { arrive, carried, finishLast } = await newTogether();
    vi.advanceTimersByTime(60_000);
    for (const item of ["a", "b"]) arrive(item);
    await finishLast();
    arrive("a");
    vi.advanceTimersByTime(4);
    expect(carried().slice(2)).toEqual([["a"]]);
  });

  it("learn whether they set a timer or make the call", async () => {
    const { arrive, finishLast } = await newTogether();
    expect(["a", "b", "c", "d"].map(arrive)).toEqual([true, true, true, false]);
    await finishLast();
    expect(["e", "f"].map(arrive)).toEqual([false, true]);
  });
});

describe("if a request ends with its timer,", () => {
  it("the next caller takes over those that depended on it", async () => {
    const { arrive, carried } = await newTogether();
    arrive("a");
    vi.clearAllTimers();
    vi.advanceTimersByTime(101);
    arrive("b");
    expect(carried().slice(1)).toEqual([["a", "b"]]);
  });

  it("later callers do not wait longer and longer", async () => {
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

  it("nobody waits for a call that will not return", async () => {
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
