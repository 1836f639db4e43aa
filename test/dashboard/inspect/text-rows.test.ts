import { describe, expect, it } from "vitest";
import { bodyFileName } from "../../../src/dashboard/inspect/body-file.ts";
import { textRows } from "../../../src/dashboard/inspect/text-rows.ts";

const rowsOf = (text: string) =>
  textRows(text).rows.map(({ start, end, line }) => [text.slice(start, end), line]);

describe("the rows of a text", () => {
  it("are its lines, with either line break", () => {
    expect(rowsOf("a\nb\r\n\nc\r")).toEqual([
      ["a", 1],
      ["b", 2],
      ["", 3],
      ["c", 4],
    ]);
    expect(rowsOf("")).toEqual([["", 1]]);
    expect(rowsOf("a\n")).toEqual([
      ["a", 1],
      ["", 2],
    ]);
  });

  it("split a line that is too long, but never a character", () => {
    const text = `${"x".repeat(999)}😀${"y".repeat(1_000)}\nz`;
    expect(rowsOf(text)).toEqual([
      ["x".repeat(999), 1],
      [`😀${"y".repeat(998)}`, null],
      ["yy", null],
      ["z", 2],
    ]);
  });

  it("end at the limit, and tell where", () => {
    expect(textRows("a\nb\nc", 2)).toMatchObject({ truncatedAt: 4, rows: [{}, {}] });
    expect(textRows("a\nb\nc", 3).truncatedAt).toBeNull();
    const { rows, truncatedAt } = textRows("\n".repeat(5_000_000));
    expect(rows).toHaveLength(250_000);
    expect(truncatedAt).toBe(250_000);
  });
});

describe("the name of a saved body", () => {
  it("tells its kind, and contains nothing from the sender", () => {
    expect(bodyFileName("a-1", { kind: "json", text: "" })).toBe("a-1.json");
    expect(bodyFileName("a-1", { kind: "image", type: "image/jpeg" })).toBe("a-1.jpg");
    expect(bodyFileName("a-1", { kind: "text", text: "", language: "html" })).toBe("a-1.txt");
    expect(bodyFileName("a-1", { kind: "binary" })).toBe("a-1.bin");
    expect(bodyFileName("../../.x/y.exe", { kind: "multipart", boundary: "x" })).toBe("xyexe.bin");
  });
});
