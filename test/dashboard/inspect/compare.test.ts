import { describe, expect, it } from "vitest";
import { compareBodies } from "../../../src/dashboard/inspect/compare-bodies.ts";
import { compareRequests } from "../../../src/dashboard/inspect/compare.ts";
import { cpuMsOf } from "../../support/cpu-time.ts";

const bodyOf = (text: string, contentType: string | null = null) => ({
  contentType,
  bytes: new TextEncoder().encode(text),
});

async function linesOf(before: string, after: string, contentType: string | null = null) {
  const changes = await compareBodies(bodyOf(before, contentType), bodyOf(after, contentType));
  if (changes.kind !== "lines") throw new Error(`They differ as ${changes.kind}.`);
  const sign = { same: " ", added: "+", removed: "-" };
  return changes.lines.map(({ change, text }) => sign[change] + text);
}

describe("comparing two requests", () => {
  it("tells which headers and query parameters were added, removed and changed", () => {
    const changes = compareRequests(
      {
        method: "POST",
        path: "/h/1/a",
        rawQuery: "a=1&a=2&b=%20&gone=",
        rawHeaders: [
          ["host", "x"],
          ["x-gone", "1"],
          ["x-changed", "1"],
        ],
      },
      {
        method: "PUT",
        path: "/h/1/a",
        rawQuery: "b=+&a=1&a=3&new",
        rawHeaders: [
          ["x-changed", "2"],
          ["host", "x"],
          ["x-new", "1"],
        ],
      },
    );
    expect(changes.method).toEqual({ change: "changed", before: "POST", after: "PUT" });
    expect(changes.path.change).toBe("same");
    expect(changes.headers).toEqual([
      { name: "host", change: "same", before: ["x"], after: ["x"] },
      { name: "x-gone", change: "removed", before: ["1"], after: [] },
      { name: "x-changed", change: "changed", before: ["1"], after: ["2"] },
      { name: "x-new", change: "added", before: [], after: ["1"] },
    ]);
    expect(changes.query).toEqual([
      { name: "a", change: "changed", before: ["1", "2"], after: ["1", "3"] },
      { name: "b", change: "same", before: [" "], after: [" "] },
      { name: "gone", change: "removed", before: [""], after: [] },
      { name: "new", change: "added", before: [], after: [""] },
    ]);
  });

  it("takes names of built-in properties for names like any other", () => {
    const none = { method: "GET", path: "/", rawQuery: "", rawHeaders: [] };
    const { query } = compareRequests(none, { ...none, rawQuery: "__proto__=1&constructor=2" });
    expect(query.map(({ name, change }) => [name, change])).toEqual([
      ["__proto__", "added"],
      ["constructor", "added"],
    ]);
  });
});

describe("comparing two bodies", () => {
  it("finds no difference in equal bytes", async () => {
    expect(await compareBodies(bodyOf("{}"), bodyOf("{}"))).toEqual({ kind: "same" });
    expect(await compareBodies(bodyOf(""), bodyOf(""))).toEqual({ kind: "same" });
  });

  it("compares JSON line by line, with numbers as written", async () => {
    expect(
      await linesOf(
        '{"a":1.10,"b":[1,2],"c":9007199254740993}',
        '{"a":1.1,"b":[1,2],"c":9007199254740992}',
      ),
    ).toEqual([
      " {",
      '-  "a": 1.10,',
      '+  "a": 1.1,',
      '   "b": [',
      "     1,",
      "     2",
      "   ],",
      '-  "c": 9007199254740993',
      '+  "c": 9007199254740992',
      " }",
    ]);
  });

  it("finds no changed line in JSON that differs only in white space", async () => {
    expect(await linesOf('{"a":1}', '{ "a" : 1 }')).toEqual([" {", '   "a": 1', " }"]);
  });

  it("numbers the lines of both sides", async () => {
    expect(await compareBodies(bodyOf("a\nb\r\nc"), bodyOf("a\nx\nc\nd"))).toEqual({
      kind: "lines",
      lines: [
        { change: "same", text: "a", before: 1, after: 1 },
        { change: "removed", text: "b", before: 2, after: null },
        { change: "added", text: "x", before: null, after: 2 },
        { change: "same", text: "c", before: 3, after: 3 },
        { change: "added", text: "d", before: null, after: 4 },
      ],
    });
  });

  it("compares forms pair by pair, and an empty body with a text", async () => {
    const type = "application/x-www-form-urlencoded";
    expect(await linesOf("a=1&b=2", "a=1&b=3", type)).toEqual([" a=1", "-b=2", "+b=3"]);
    expect(await linesOf("", "x")).toEqual(["-", "+x"]);
  });

  it("tells the sizes of binary bodies, and the offset of the first difference", async () => {
    const before = { contentType: null, bytes: Uint8Array.of(0xff, 1, 2, 3) };
    const after = { contentType: null, bytes: Uint8Array.of(0xff, 1, 9) };
    const changes = { kind: "bytes", before: 4, after: 3, firstDifference: 2 };
    expect(await compareBodies(before, after)).toEqual(changes);
    const longer = { contentType: null, bytes: Uint8Array.of(0xff, 1, 9, 9) };
    expect(await compareBodies(after, longer)).toMatchObject({ firstDifference: 3 });
  });

  it("gives up in time on texts that have nothing in common", async () => {
    const lines = (seed: number) =>
      Array.from({ length: 100_000 }, (_, at) => `${at * 7 + seed}`).join("\n");
    const worked = await cpuMsOf(async () => {
      const changes = await compareBodies(bodyOf(lines(1)), bodyOf(lines(2)));
      expect(changes.kind).toBe("bytes");
    });
    expect(worked).toBeLessThan(10_000);
  });
});
