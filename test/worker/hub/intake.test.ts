import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StoredRequest } from "../../../src/protocol/captured-request.ts";
import { Intake } from "../../../src/worker/hub/intake.ts";
import type { Arrival } from "../../../src/worker/hub/request-log.ts";

/** An intake that notes what it commits together, by path. */
function newIntake(granted = Number.MAX_SAFE_INTEGER) {
  const batches: string[][] = [];
  let available = granted;
  const intake = new Intake({
    commit(batch) {
      batches.push(batch.map(({ path }) => path));
      available -= batch.length;
      return batch.map(stored);
    },
    available: () => available,
    refill: async () => false,
  });
  return { intake, batches };
}

function arrival(path: string): Arrival {
  const body = new Uint8Array();
  return { method: "POST", path, rawQuery: "", headersJson: "[]", ip: null, body };
}

function stored(arrived: Arrival, index: number): StoredRequest {
  const { method, path, rawQuery, headersJson, ip } = arrived;
  const rest = { method, path, rawQuery, headersJson, ip, size: 0, body: null };
  return { ...rest, id: String(index), seq: index, createdAt: 0 };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

describe("the intake", () => {
  it("commits at once what comes alone", async () => {
    const { intake, batches } = newIntake();
    for (const path of ["a", "b", "c"]) {
      const result = intake.add(arrival(path));
      expect(batches.at(-1)).toEqual([path]);
      await result;
      vi.advanceTimersByTime(1);
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  it("gathers what comes at once, then waits for as many, and then a turn for more", () => {
    const { intake, batches } = newIntake();
    for (const path of ["a", "b", "c"]) void intake.add(arrival(path));
    expect(batches).toEqual([["a"]]);
    vi.advanceTimersByTime(0);
    expect(batches).toEqual([["a"], ["b", "c"]]);
    void intake.add(arrival("d"));
    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(2);
    for (const path of ["e", "f"]) void intake.add(arrival(path));
    vi.advanceTimersByTime(0);
    expect(batches.slice(2)).toEqual([["d", "e", "f"]]);
  });

  it("waits two milliseconds at most, and not at all once it is idle again", () => {
    const { intake, batches } = newIntake();
    for (const path of ["a", "b", "c"]) void intake.add(arrival(path));
    vi.advanceTimersByTime(0);
    void intake.add(arrival("d"));
    vi.advanceTimersByTime(2);
    expect(batches.slice(2)).toEqual([["d"]]);
    void intake.add(arrival("e"));
    expect(batches.slice(3)).toEqual([["e"]]);
  });

  it("commits nothing without leave, alone or not", async () => {
    const { intake, batches } = newIntake(1);
    await intake.add(arrival("a"));
    vi.advanceTimersByTime(1);
    const late = intake.add(arrival("b"));
    vi.advanceTimersByTime(0);
    expect(await late).toEqual({ refused: "daily_limit" });
    expect(batches).toEqual([["a"]]);
  });
});
