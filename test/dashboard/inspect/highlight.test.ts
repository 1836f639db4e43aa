import { describe, expect, it } from "vitest";
import { highlight } from "../../../src/dashboard/inspect/highlight.ts";
import { markupRuns } from "../../../src/dashboard/inspect/markup-runs.ts";
import { piecesBetween } from "../../../src/dashboard/inspect/text-runs.ts";
import { cpuMsOf } from "../../support/cpu-time.ts";

async function piecesOf(text: string, language: Parameters<typeof highlight>[1]) {
  const runs = await highlight(text, language);
  return piecesBetween(text, runs, 0, text.length).map(({ text: piece, tone }) => [piece, tone]);
}

const LANGUAGES = ["html", "xml", "css", "javascript", "yaml", "graphql", "markdown"] as const;

const HOSTILE = `<img src=x onerror="alert(1)"> & &lt; </span> <span class="hljs-x">
"'\`\${1} {"a": [1, true]} a: 'b' # c
/* d */ query { e } @f é😀\r\n`;

describe("highlighting", () => {
  it("colours JSON, including several texts in a row and a broken end", async () => {
    expect(await piecesOf('{"a":[1.10,true,"b"]}\n{"c":x', "json")).toEqual([
      ["{", null],
      ['"a"', "name"],
      [":[", null],
      ["1.10", "number"],
      [",", null],
      ["true", "keyword"],
      [",", null],
      ['"b"', "string"],
      ["]}\n{", null],
      ['"c"', "name"],
      [":x", null],
    ]);
  });

  it("colours the languages of the library", async () => {
    expect(await piecesOf('<a b="c">', "html")).toEqual([
      ["<", "quiet"],
      ["a", "name"],
      [" ", "quiet"],
      ["b", "name"],
      ["=", "quiet"],
      ['"c"', "string"],
      [">", "quiet"],
    ]);
    expect(await piecesOf("// x", "javascript")).toEqual([["// x", "comment"]]);
    expect(await piecesOf("a: 1", "yaml")).toContainEqual(["1", "number"]);
  });

  it.each(LANGUAGES)(
    "does not change the text in %s, whatever markup is in it",
    async (language) => {
      const pieces = await piecesOf(HOSTILE, language);
      expect(pieces.map(([piece]) => piece).join("")).toBe(HOSTILE);
      expect(pieces.some(([, tone]) => tone !== null)).toBe(true);
    },
  );

  it.each(LANGUAGES)(
    "leaves a long text in %s without colours, and colours a short one quickly",
    async (language) => {
      expect(await highlight("<a>1</a> a: 1 ".repeat(10_000), language)).toEqual([]);
      const worked = await cpuMsOf(async () => {
        for (const unit of ["a", "_", "[", "`", "<a>", "a b "]) {
          await highlight(unit.repeat(8_000 / unit.length), language);
        }
      });
      expect(worked).toBeLessThan(5_000);
    },
  );

  it("has no colours for plain text", async () => {
    expect(await highlight("let a = 1", "plain")).toEqual([]);
  });
});

describe("highlighted markup", () => {
  it("only counts if it is markup of exactly the text", () => {
    const markup = '<span class="hljs-string">&quot;a&amp;b&#x27;</span>';
    expect(markupRuns(markup, `"a&b'`)).toEqual([{ start: 0, end: 5, tone: "string" }]);
    for (const [other, text] of [
      [markup, '"a&b'],
      [markup, `"a&b' `],
      ["<b>a</b>", "a"],
      ['<span class="x" onclick="y">a</span>', "a"],
      ["&nbsp;", "&nbsp;"],
      ["a<", "a<"],
    ] as const) {
      expect(markupRuns(other, text)).toBeNull();
    }
  });
});

describe("the pieces of a row", () => {
  const runs = [
    { start: 2, end: 4, tone: "name" },
    { start: 4, end: 8, tone: "string" },
  ] as const;

  it.each([
    [0, 10, "01|23 name|4567 string|89"],
    [3, 5, "3 name|4 string"],
    [4, 8, "4567 string"],
    [8, 10, "89"],
    [0, 2, "01"],
    [5, 5, ""],
  ])("from %i to %i are cut at both ends", (start, end, said) => {
    const pieces = piecesBetween("0123456789", runs, start, end);
    expect(pieces.map(({ text, tone }) => (tone ? `${text} ${tone}` : text)).join("|")).toBe(said);
  });
});
