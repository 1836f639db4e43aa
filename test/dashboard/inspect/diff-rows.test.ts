import { describe, expect, it } from "vitest";
import { compareBodies } from "../../../src/dashboard/inspect/compare-bodies.ts";
import {
  changedPart,
  foldRows,
  pairLines,
  type DiffRow,
} from "../../../src/dashboard/inspect/diff-rows.ts";

async function rowsOf(before: string, after: string): Promise<DiffRow[]> {
  const body = (text: string) => ({
    contentType: "text/plain",
    bytes: new TextEncoder().encode(text),
  });
  const changes = await compareBodies(body(before), body(after));
  if (changes.kind !== "lines") throw new Error(`They differ as ${changes.kind}.`);
  return pairLines(changes.lines);
}

const shown = ({ before, after }: DiffRow) => `${before?.text ?? "-"}|${after?.text ?? "-"}`;
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `${at + 1}`);

describe("two texts side by side", () => {
  it("have each removed line beside its replacement", async () => {
    const rows = await rowsOf("a\nb\nc\nd", "a\nB\nd\ne");
    expect(rows.map(shown)).toEqual(["a|a", "b|B", "c|-", "d|d", "-|e"]);
  });

  it("fold unchanged lines, except for three around each change", async () => {
    const lines = numbered(20);
    const rows = await rowsOf(lines.join("\n"), lines.with(9, "x").join("\n"));
    const folded = foldRows(rows).map((row) =>
      row.kind === "fold" ? row.rows.length : shown(row),
    );
    expect(folded).toEqual([6, "7|7", "8|8", "9|9", "10|x", "11|11", "12|12", "13|13", 7]);
  });

  it("do not fold a single line, and lose none", async () => {
    const lines = numbered(12);
    const rows = await rowsOf(lines.join("\n"), lines.with(4, "x").join("\n"));
    const folded = foldRows(rows);
    expect(folded[0]).toMatchObject({ kind: "row" });
    expect(folded.flatMap((row) => (row.kind === "fold" ? row.rows : [row]))).toEqual(rows);
  });

  it("fold everything if nothing differs", async () => {
    const rows = await rowsOf("a\nb\nc ", "a\r\nb\r\nc ");
    expect(foldRows(rows)).toMatchObject([{ kind: "fold", rows }]);
  });
});

describe("the changed part of a line", () => {
  const marked = (before: string, after: string) => {
    const part = changedPart(before, after);
    return (
      part && [before.slice(part.start, part.beforeEnd), after.slice(part.start, part.afterEnd)]
    );
  };

  it.each([
    ['"number": 41,', '"number": 42,', ["1", "2"]],
    ["the thing", "the thing, now", ["", ", now"]],
    ["aaa", "aaaa", ["", "a"]],
    ["id 1😀2", "id 1😁2", ["😀", "😁"]],
  ])(
    "of %s and %s is between the beginning and the end that both share",
    (before, after, parts) => {
      expect(marked(before, after)).toEqual(parts);
    },
  );

  it("is null if hardly anything is the same", () => {
    expect(marked("abcdefghi", "azyxwvutsr")).toBeNull();
  });
});
