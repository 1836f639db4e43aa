import { describe, expect, it } from "vitest";
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

/** Long enough for another millisecond, and not for the end of gathering. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

describe("the intake", () => {
  it("commits at once what comes alone", async () => {
    const { intake, batches } = newIntake();
    for (const path of ["a", "b", "c"]) {
      const result = intake.add(arrival(path));
      expect(batches.at(-1)).toEqual([path]);
      await result;
      await turn();
    }
  });

  it("gathers what comes at once, then waits for as many, and no longer than it must", async () => {
    const { intake, batches } = newIntake();
    await Promise.all(["a", "b", "c"].map((path) => intake.add(arrival(path))));
    expect(batches).toEqual([["a"], ["b", "c"]]);
    const first = intake.add(arrival("d"));
    await turn();
    expect(batches).toHaveLength(2);
    await Promise.all([first, intake.add(arrival("e"))]);
    expect(batches.slice(2)).toEqual([["d", "e"]]);
    await intake.add(arrival("f"));
    await turn();
    const alone = intake.add(arrival("g"));
    expect(batches.slice(3)).toEqual([["f"], ["g"]]);
    await alone;
  });

  it("commits nothing without leave, alone or not", async () => {
    const { intake, batches } = newIntake(1);
    await intake.add(arrival("a"));
    await turn();
    expect(await intake.add(arrival("b"))).toEqual({ refused: "daily_limit" });
    expect(batches).toEqual([["a"]]);
  });
});
