import { expect, it } from "vitest";
import { hexRow, hexRowCount } from "../../../src/dashboard/inspect/hex.ts";

it("lays out bytes in rows of sixteen, with aligned columns", () => {
  const bytes = new TextEncoder().encode("0123456789abcdef\n<é>");
  expect(hexRowCount(bytes)).toBe(2);
  expect(hexRow(bytes, 0)).toEqual({
    offset: "00000000",
    hex: "30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66",
    ascii: "0123456789abcdef",
  });
  const last = hexRow(bytes, 1);
  expect(last).toMatchObject({ offset: "00000010", ascii: ".<..>" });
  expect(last.hex).toBe("0a 3c c3 a9 3e".padEnd(48));
});

it("makes any row of a large body without the rows before it", () => {
  const bytes = new Uint8Array(25 * 1024 * 1024).fill(0xff);
  expect(hexRowCount(bytes)).toBe(1_638_400);
  expect(hexRow(bytes, 1_638_399)).toMatchObject({ offset: "018ffff0", ascii: ".".repeat(16) });
  expect(hexRow(bytes, 1_638_400).ascii).toBe("");
  expect(hexRowCount(new Uint8Array())).toBe(0);
});
