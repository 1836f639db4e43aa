import { describe, expect, it } from "vitest";
import { filterFromParams, withFilter } from "../../../src/dashboard/feed/filter-url.ts";
import { matches, NO_FILTER } from "../../../src/dashboard/feed/filter.ts";
import type { CapturedRequest } from "../../../src/protocol/captured-request.ts";

function captured(more: Partial<CapturedRequest>): CapturedRequest {
  return {
    id: "id",
    endpointId: "endpoint",
    seq: 1,
    method: "POST",
    path: "/h/endpoint/Orders",
    headers: {},
    rawHeaders: [["x-quoted", 'say "Hi"']],
    query: {},
    rawQuery: "kind=PAID",
    body: "",
    bodyEncoding: "utf8",
    contentType: null,
    ip: null,
    userAgent: null,
    size: 0,
    createdAt: "2026-01-31T12:00:00.000Z",
    ...more,
  };
}

const finds = (q: string, more: Partial<CapturedRequest> = {}) =>
  matches(captured(more), { ...NO_FILTER, q });

describe("a newly arrived request", () => {
  it("is found by path, query, headers and body, ignoring the case of ASCII letters", () => {
    expect(["oRDERS?kind", "paid", 'SAY "hi"', "x-QUOTED"].map((q) => finds(q))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(finds("needle", { body: "a NEEDLE" })).toBe(true);
    expect(finds("grÜße", { body: "grüße" })).toBe(false);
    expect(finds("needle")).toBe(false);
  });

  it("is found by text inside a binary body, in any alphabet", () => {
    const bytes = Buffer.concat([Buffer.from([255, 0]), Buffer.from("a Needle in Köln")]);
    const binary = { body: bytes.toString("base64"), bodyEncoding: "base64" } as const;
    expect([finds("nEEDLE", binary), finds("köln", binary), finds("needles", binary)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("is undecided if that depends on an omitted body", () => {
    const omitted = { bodyEncoding: "omitted" } as const;
    expect(finds("needle", omitted)).toBe("unknown");
    expect(finds("orders", omitted)).toBe(true);
    expect(matches(captured(omitted), { ...NO_FILTER, q: "needle", method: "PUT" })).toBe(false);
  });

  it("must have the method, and have arrived within the times, both ends included", () => {
    const at = "2026-01-31T12:00:00.000Z";
    const lets = (filter: object) => matches(captured({}), { ...NO_FILTER, ...filter });
    expect([lets({ method: "post" }), lets({ method: "PUT" })]).toEqual([true, false]);
    expect([lets({ since: at }), lets({ until: at }), lets({ since: at, until: at })]).toEqual([
      true,
      true,
      true,
    ]);
    expect(lets({ since: "2026-01-31T12:00:00.001Z" })).toBe(false);
    expect(lets({ until: "2026-01-31T12:59:59+01:00" })).toBe(false);
  });
});

describe("the filter in the URL", () => {
  it("survives a round trip, and leaves other parameters alone", () => {
    const filter = {
      q: "a&b=c d",
      method: "PUT",
      since: "2026-01-31T12:00:00.000Z",
      until: "2026-01-31T13:00:00+02:00",
    };
    const params = withFilter(new URLSearchParams("request=1&q=old"), filter);
    expect(filterFromParams(new URLSearchParams(params.toString()))).toEqual(filter);
    expect(params.get("request")).toBe("1");
    expect(withFilter(params, NO_FILTER).toString()).toBe("request=1");
  });

  it("ignores values that the server would refuse", () => {
    const typed = new URLSearchParams("method=G ET&since=yesterday&until=2026-01-31");
    typed.set("q", "x".repeat(1_001));
    expect(filterFromParams(typed)).toEqual({ ...NO_FILTER, q: "x".repeat(1_000) });
    expect(filterFromParams(new URLSearchParams("method=put")).method).toBe("PUT");
  });
});
