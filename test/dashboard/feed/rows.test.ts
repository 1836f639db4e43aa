import { describe, expect, it } from "vitest";
import type { FeedRow } from "../../../src/dashboard/feed/row.ts";
import {
  indexOfSeq,
  MAX_ROWS,
  mergeRows,
  trimRows,
  withoutIds,
} from "../../../src/dashboard/feed/rows.ts";

function row(seq: number): FeedRow {
  return {
    id: `id-${seq}`,
    seq,
    method: "POST",
    path: "/h/x",
    rawQuery: "",
    contentType: null,
    userAgent: null,
    ip: null,
    size: 0,
    createdAt: "2026-11-27T00:00:00.000Z",
    preview: "",
    shownAt: null,
  };
}

const rowsOf = (...numbers: number[]) => numbers.map(row);
const numbersOf = (rows: readonly FeedRow[]) => rows.map(({ seq }) => seq);

describe("merging", () => {
  it.each([
    ["puts new rows on top, newest first", [3, 2], [4, 5], [5, 4, 3, 2]],
    ["puts older pages below", [9, 8], [7, 6], [9, 8, 7, 6]],
    ["skips rows that are already there", [3, 2, 1], [4, 3, 2], [4, 3, 2, 1]],
    ["skips repeated new rows", [1], [2, 3, 2], [3, 2, 1]],
    ["sorts in rows that are late", [5, 4, 1], [3, 2], [5, 4, 3, 2, 1]],
    ["adds rows at both ends", [3], [5, 1], [5, 3, 1]],
    ["starts from an empty list", [], [1, 2], [2, 1]],
    ["may have no new rows", [2, 1], [], [2, 1]],
  ])("%s", (_, held, incoming, expected) => {
    expect(numbersOf(mergeRows(rowsOf(...held), rowsOf(...incoming)))).toEqual(expected);
  });

  it("keeps the existing row objects, and the list itself if nothing is new", () => {
    const held = rowsOf(3, 2, 1);
    const merged = mergeRows(held, rowsOf(4, 3, 2));
    expect(merged.slice(1).every((kept, at) => kept === held[at])).toBe(true);
    expect(mergeRows(held, rowsOf(2))).toBe(held);
  });
});

it("keeps MAX_ROWS rows at most, and drops the oldest", () => {
  const held = Array.from({ length: MAX_ROWS }, (_, at) => row(MAX_ROWS - at));
  expect(trimRows(held)).toBe(held);
  const one = trimRows(mergeRows(held, [row(MAX_ROWS + 1)]));
  expect([one.length, one[0]?.seq, one.at(-1)?.seq]).toEqual([MAX_ROWS, MAX_ROWS + 1, 2]);
});

it("removes deleted rows, and keeps the list itself if none was deleted", () => {
  const held = rowsOf(3, 2, 1);
  expect(numbersOf(withoutIds(held, new Set(["id-2", "id-9"])))).toEqual([3, 1]);
  expect(withoutIds(held, new Set(["id-9"]))).toBe(held);
});

it("finds the index of a sequence number, or of the next older one", () => {
  const rows = rowsOf(9, 7, 5);
  expect([10, 9, 8, 7, 6, 5, 4].map((seq) => indexOfSeq(rows, seq))).toEqual([0, 0, 1, 1, 2, 2, 3]);
  expect(indexOfSeq([], 1)).toBe(0);
});
