import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StoredRequest } from "../../../../src/protocol/captured-request.ts";
import { Intake, type IntakeResult } from "../../../../src/worker/hub/capture/commit-queue.ts";
import type { Arrival } from "../../../../src/worker/hub/log/request-log.ts";

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

/** Takes requests in as a hub does; resolves with what became of them. */
async function takeIn(intake: Intake, ...paths: string[]): Promise<IntakeResult[]> {
  const arrivals = paths.map(arrival);
  const atOnce = intake.passAtOnce(arrivals);
  return atOnce ? atOnce.map((request) => ({ stored: request })) : intake.add(arrivals);
}

describe("the intake", () => {
  it("commits at once what comes alone, and as one what comes as one", async () => {
    const { intake, batches } = newIntake();
    for (const path of ["a", "b", "c"]) {
      void takeIn(intake, path);
      expect(batches.at(-1)).toEqual([path]);
      vi.advanceTimersByTime(1);
    }
    void takeIn(intake, "d", "e");
    expect(batches.at(-1)).toEqual(["d", "e"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("commits together what comes at once", () => {
    const { intake, batches } = newIntake();
    for (const path of ["a", "b", "c", "d"]) void takeIn(intake, path);
    vi.advanceTimersByTime(0);
    expect(batches).toEqual([["a"], ["b"], ["c", "d"]]);
  });

  it("commits nothing without leave, alone or not", async () => {
    const { intake, batches } = newIntake(1);
    await takeIn(intake, "a");
    vi.advanceTimersByTime(1);
    const late = takeIn(intake, "b");
    vi.advanceTimersByTime(0);
    expect(await late).toEqual([{ refused: "daily_limit" }]);
    expect(batches).toEqual([["a"]]);
  });

  it("takes in of one call what there is leave for, and refuses the rest", async () => {
    const { intake, batches } = newIntake(2);
    const results = takeIn(intake, "a", "b", "c");
    vi.advanceTimersByTime(0);
    expect((await results).map((result) => Object.keys(result)[0])).toEqual([
      "stored",
      "stored",
      "refused",
    ]);
    expect(batches).toEqual([["a", "b"]]);
  });
});
