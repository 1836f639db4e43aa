import { describe, expect, it } from "vitest";
import {
  ANY_TIME,
  fromInput,
  rangeOf,
  rangeText,
  toInput,
} from "../../../src/dashboard/screens/live/time-range.ts";

/** A time in the user's own time zone, whatever that is. */
const at = (time: string, day = "2026-01-31") => new Date(`${day}T${time}`).toISOString();
const NOW = Date.parse(at("18:00"));

describe("a range of times", () => {
  it("is written briefly, with the day only if it is not today", () => {
    const said = (since: string, until: string) => rangeText({ since, until }, NOW);
    expect(rangeText(ANY_TIME, NOW)).toBe("Any time");
    expect(said(at("14:03"), "")).toBe("Since 14:03");
    expect(said("", at("14:03", "2026-01-30"))).toBe("Until 30 Jan 14:03");
    expect(said(at("10:00"), at("12:30"))).toBe("10:00 – 12:30");
    expect(said(at("10:00", "2026-01-29"), at("12:30", "2026-01-30"))).toBe(
      "29 Jan 10:00 – 30 Jan 12:30",
    );
  });

  it("is fixed when it is chosen", () => {
    expect(rangeOf(60_000, NOW)).toEqual({ since: at("17:59"), until: "" });
  });

  it("survives a round trip through the fields, to the second", () => {
    const moment = at("14:03:09");
    expect(toInput(moment)).toBe("2026-01-31T14:03:09");
    expect(fromInput(toInput(moment))).toBe(moment);
    expect([toInput(""), fromInput(""), fromInput("no time")]).toEqual(["", "", ""]);
  });
});
