import { describe, expect, it } from "vitest";
import { countText, numberText, sizeText } from "../../../src/dashboard/inspect/size.ts";
import { clockTime, exactTime } from "../../../src/dashboard/inspect/when.ts";

describe("an exact time", () => {
  it("is in the user's time zone, to the millisecond", () => {
    const at = Date.UTC(2026, 0, 31, 13, 3, 9, 123);
    expect(exactTime(at, "UTC")).toBe("2026-01-31 13:03:09.123");
    expect(exactTime(at, "Asia/Tokyo")).toBe("2026-01-31 22:03:09.123");
    expect(clockTime(at, "Asia/Tokyo")).toBe("22:03:09.123");
    expect(exactTime(Date.UTC(2026, 1, 1), "UTC")).toBe("2026-02-01 00:00:00.000");
    expect(exactTime(Number.NaN)).toBe("unknown");
  });
});

describe("a size", () => {
  it.each([
    [0, "0 B"],
    [1_023, "1023 B"],
    [1_024, "1.0 KiB"],
    [1_536, "1.5 KiB"],
    [1_048_575, "1.0 MiB"],
    [25 * 1_048_576, "25.0 MiB"],
    [8 * 1_073_741_824, "8.0 GiB"],
    [5_000 * 1_073_741_824, "5000.0 GiB"],
  ])("of %i bytes is written as %s", (bytes, said) => {
    expect(sizeText(bytes)).toBe(said);
  });

  it("goes with grouped digits, and nouns in the right number", () => {
    expect(numberText(1_234_567)).toBe("1,234,567");
    expect(countText(1, "request")).toBe("1 request");
    expect(countText(0, "request")).toBe("0 requests");
  });
});
