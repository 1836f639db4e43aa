import { expect, it } from "vitest";
import { rawHead } from "../../../src/dashboard/inspect/raw-request.ts";
import { targetParts } from "../../../src/dashboard/inspect/target-parts.ts";

const request = {
  method: "POST",
  path: "/h/id/a",
  rawQuery: "b=1",
  endpointId: "id",
  rawHeaders: [
    ["host", "x"],
    ["x-empty", ""],
  ] satisfies [string, string][],
};

it("writes the request line, and the headers in the order received", () => {
  expect(rawHead(request)).toBe("POST /h/id/a?b=1\nhost: x\nx-empty: ");
});

it("splits the endpoint's own part of a target from the rest", () => {
  expect(targetParts(request)).toEqual({ own: "/h/id", rest: "/a", query: "?b=1" });
  expect(targetParts({ ...request, path: "/else", rawQuery: "" })).toEqual({
    own: "",
    rest: "/else",
    query: "",
  });
});
