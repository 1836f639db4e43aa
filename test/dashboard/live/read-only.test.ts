import { expect, it } from "vitest";
import type { EndpointRow } from "../../../src/client/index.ts";
import { isBeyondPlan } from "../../../src/dashboard/screens/live/beyond-plan.ts";

const endpoint = (id: string, is_permanent = false): EndpointRow => ({
  id,
  user_id: "",
  alias: null,
  is_permanent,
  is_paused: false,
  response: null,
  handshakes: [],
  expires_at: null,
  request_count: 0,
  last_request_at: null,
  stored_bytes: 0,
  created_at: "",
  updated_at: "",
});

it("counts the newest endpoints as beyond the plan, and permanent ones by their own limit", () => {
  const newestFirst = [
    endpoint("fourth"),
    endpoint("third", true),
    endpoint("second", true),
    endpoint("first"),
  ];
  const beyond = (maxEndpoints: number, maxPermanentEndpoints: number) =>
    newestFirst
      .map(({ id }) => id)
      .filter((id) => isBeyondPlan(id, newestFirst, { maxEndpoints, maxPermanentEndpoints }));
  expect(beyond(4, 2)).toEqual([]);
  expect(beyond(3, 2)).toEqual(["fourth"]);
  expect(beyond(4, 1)).toEqual(["third"]);
  expect(beyond(1, 0)).toEqual(["fourth", "third", "second"]);
  expect(isBeyondPlan("unknown", newestFirst, { maxEndpoints: 0, maxPermanentEndpoints: 0 })).toBe(
    false,
  );
});
