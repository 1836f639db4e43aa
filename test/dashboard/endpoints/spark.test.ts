import { describe, expect, it } from "vitest";
import { activitySummary } from "../../../src/dashboard/screens/endpoints/activity-chart.ts";
import { sparkPath } from "../../../src/dashboard/screens/endpoints/activity-chart.ts";

/** A day with requests in some hours; hour 0 begins at 00:00 local time. */
function dayOf(counts: Record<number, number>) {
  const buckets = Array.from({ length: 24 }, (_, hour) => ({
    from: new Date(2026, 10, 27, hour).toISOString(),
    count: counts[hour] ?? 0,
  }));
  return { buckets, total: buckets.reduce((sum, { count }) => sum + count, 0) };
}

describe("the last day in words", () => {
  it("says how many came, and in which hour most of them", () => {
    expect(activitySummary(dayOf({ 9: 7, 14: 1_030 }))).toBe(
      "1,037 requests in the last 24 hours, most at 14:00",
    );
  });

  it("names the latest of equal hours", () => {
    expect(activitySummary(dayOf({ 3: 2, 20: 2 }))).toBe(
      "4 requests in the last 24 hours, most at 20:00",
    );
  });

  it("says that there were none", () => {
    expect(activitySummary(dayOf({}))).toBe("No requests in the last 24 hours");
  });
});

describe("the last day as bars", () => {
  it("has one for each hour with requests, the highest at full height", () => {
    expect(sparkPath([0, 1, 2])).toBe("M5 32v-16h4v16zM10 32v-32h4v32z");
  });

  it("still shows one request beside a million", () => {
    expect(sparkPath([1, 1_000_000])).toContain("M0 32v-3h4v3z");
  });

  it("is empty if nothing arrived", () => {
    expect(sparkPath([0, 0])).toBe("");
    expect(sparkPath([])).toBe("");
  });
});
