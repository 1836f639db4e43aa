import { describe, expect, it } from "vitest";
import { readOnlyIds } from "../../../src/dashboard/api/read-only.ts";

const made = (id: string, second: number, is_permanent = false) => ({
  id,
  is_permanent,
  created_at: new Date(second * 1_000).toISOString(),
});
const limits = (maxEndpoints: number, maxPermanentEndpoints: number) => ({
  maxEndpoints,
  maxPermanentEndpoints,
});

describe("the endpoints that a plan no longer includes", () => {
  it("are the newest ones", () => {
    const endpoints = [made("c", 3), made("b", 2), made("a", 1)];
    expect([...readOnlyIds(endpoints, limits(2, 0))]).toEqual(["c"]);
    expect([...readOnlyIds(endpoints, limits(3, 0))]).toEqual([]);
  });

  it("are chosen by id if they were created at the same time", () => {
    const endpoints = [made("b", 1), made("a", 1)];
    expect([...readOnlyIds(endpoints, limits(1, 0))]).toEqual(["b"]);
  });

  it("include permanent ones beyond their own limit", () => {
    const endpoints = [made("c", 3, true), made("b", 2), made("a", 1, true)];
    expect([...readOnlyIds(endpoints, limits(3, 1))]).toEqual(["c"]);
    expect([...readOnlyIds(endpoints, limits(3, 0))].toSorted()).toEqual(["a", "c"]);
  });

  it("are counted together and, if they are permanent, against both limits", () => {
    const endpoints = [made("d", 4), made("c", 3, true), made("b", 2, true), made("a", 1)];
    const beyond = (maxEndpoints: number, maxPermanent: number) =>
      [...readOnlyIds(endpoints, limits(maxEndpoints, maxPermanent))].toSorted();
    expect(beyond(4, 2)).toEqual([]);
    expect(beyond(3, 2)).toEqual(["d"]);
    expect(beyond(4, 1)).toEqual(["c"]);
    expect(beyond(1, 0)).toEqual(["b", "c", "d"]);
    expect([...readOnlyIds([], limits(0, 0))]).toEqual([]);
  });
});
