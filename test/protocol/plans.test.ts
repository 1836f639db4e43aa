import { describe, expect, it } from "vitest";
import { DEFAULT_PLANS, plansWith } from "../../src/protocol/plans.ts";

describe("plan overrides", () => {
  it("leave the plans unchanged if there are none", () => {
    expect(plansWith("")).toBe(DEFAULT_PLANS);
  });

  it("change only the given limits of the given plans", () => {
    const plans = plansWith('{"free":{"maxListeners":5},"team":{"maxDailyRequests":null}}');
    expect(plans.free).toEqual({ ...DEFAULT_PLANS.free, maxListeners: 5 });
    expect(plans.plus).toEqual(DEFAULT_PLANS.plus);
  });

  it.each(['{"gold":{}}', '{"free":{"maxSockets":5}}', '{"free":{"maxListeners":-1}}', "{", "[]"])(
    "refuse %s",
    (json) => expect(() => plansWith(json)).toThrow(),
  );
});
