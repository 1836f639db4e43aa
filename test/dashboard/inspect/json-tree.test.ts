import { describe, expect, it } from "vitest";
import {
  firstExpanded,
  allExpanded,
  visibleRows,
} from "../../../src/dashboard/inspect/flat-tree.ts";
import { prettyJson } from "../../../src/dashboard/inspect/json-pretty.ts";
import { expandedToShow, findInJson } from "../../../src/dashboard/inspect/json-search.ts";
import {
  decodedValue,
  pointerOf,
  displayKey,
  displayValue,
  sourceOf,
} from "../../../src/dashboard/inspect/json-shown.ts";
import { parseJsonTree, type JsonTree } from "../../../src/dashboard/inspect/json-tree.ts";
import { cpuMsOf } from "../../support/cpu-time.ts";

/** The visible rows as lines: indentation, key, value. */
function rowsOf(tree: JsonTree, expanded = allExpanded(tree.nodes)): string[] {
  return visibleRows(tree.nodes, expanded).flatMap((id) => {
    const node = tree.nodes[id];
    if (!node) return [];
    const key = displayKey(tree, node);
    return `${" ".repeat(node.depth)}${key === null ? "" : `${key}: `}${displayValue(tree, node)}`;
  });
}

describe("a JSON tree", () => {
  it("keeps numbers, repeated keys and the order of keys as written", () => {
    const tree = parseJsonTree(
      '{"b":9007199254740993,"2":1.10,"1":-0.0e+1,"b":1E400,"__proto__":null}',
    );
    expect(tree.problem).toBeNull();
    expect(rowsOf(tree)).toEqual([
      "{}",
      ' "b": 9007199254740993',
      ' "2": 1.10',
      ' "1": -0.0e+1',
      ' "b": 1E400',
      ' "__proto__": null',
    ]);
  });

  it("shows only what is under expanded nodes", () => {
    const tree = parseJsonTree('{"a":{"b":[1,2]},"c":true}');
    expect(rowsOf(tree, new Set())).toEqual(["{}"]);
    expect(rowsOf(tree, new Set([0]))).toEqual(["{}", ' "a": {}', ' "c": true']);
    expect(rowsOf(tree, new Set([2]))).toEqual(["{}"]);
    expect(rowsOf(tree)).toHaveLength(6);
  });

  it("names each node by its JSON pointer", () => {
    const tree = parseJsonTree('{"a/b":[0,{"m~n":1}],"":2,"caf\\u00e9":3}');
    expect(tree.nodes.map((_, id) => pointerOf(tree, id))).toEqual([
      "",
      "/a~1b",
      "/a~1b/0",
      "/a~1b/1",
      "/a~1b/1/m~0n",
      "/",
      "/café",
    ]);
  });

  it("reads several texts in a row as an array", () => {
    const tree = parseJsonTree('{"a":1}\n\n[2]\r\n"x"\n', true);
    expect(rowsOf(tree)).toEqual(["[]", " {}", '  "a": 1', " []", "  2", ' "x"']);
    expect(parseJsonTree('\u001e{"a":1}\n\u001e{"a":2}\n', true).problem).toBeNull();
  });

  it("shows strings readably, but escapes misleading characters", () => {
    const tree = parseJsonTree(String.raw`["caf\u00e9 \/ \n","\u202egpj.exe","\ud83d","<b>"]`);
    expect(rowsOf(tree).slice(1)).toEqual([
      String.raw` "café / \n"`,
      String.raw` "\u202egpj.exe"`,
      String.raw` "\ud83d"`,
      ' "<b>"',
    ]);
    const [, first] = tree.nodes;
    if (!first) throw new Error("The tree has no string.");
    expect(decodedValue(tree, first)).toBe("café / \n");
    expect(sourceOf(tree, first)).toBe(String.raw`"caf\u00e9 \/ \n"`);
  });

  it.each(["a", "\\", '"', "é", "😀"])("clips a string of a million times %j", (unit) => {
    const tree = parseJsonTree(JSON.stringify(`x${unit.repeat(1_000_000)}`));
    const [row = ""] = rowsOf(tree);
    expect(row).toMatch(/…$/);
    expect(row.length).toBeLessThan(30_000);
    const escapes = parseJsonTree(`"${"\\u0041".repeat(100_000)}"`);
    expect(rowsOf(escapes)[0]).toMatch(/^"A+…$/);
  });

  it.each([
    ['{"a":1', 1, 7, '"," or "}"'],
    ['{"a":1,}', 1, 8, "a key"],
    ["[1\n,2\n 3]", 3, 2, '"," or "]"'],
    ["{'a':1}", 1, 2, "double quotes"],
    ["[01]", 1, 3, '"," or "]"'],
    ['["a\tb"]', 1, 4, "control character"],
    [String.raw`["\x"]`, 1, 3, "escape"],
    ['["abc', 1, 2, "unterminated"],
    ["NaN", 1, 1, "a value"],
    ["nullable", 1, 1, "a value"],
    ["", 1, 1, "the text ends"],
    ["1 2", 1, 3, "after the end"],
    ["[]]", 1, 3, "after the end"],
    ['{"a" 1}', 1, 6, '":"'],
  ])("tells where the error in %j is", (text, line, column, part) => {
    const { problem } = parseJsonTree(text);
    expect(problem).toMatchObject({ line, column });
    expect(problem?.message).toContain(part);
    expect(() => void JSON.parse(text)).toThrow(SyntaxError);
  });

  it("keeps everything before the error", () => {
    expect(rowsOf(parseJsonTree('{"a":[1,2'))).toEqual(["{}", ' "a": []', "  1", "  2"]);
  });

  it("accepts the same texts as JSON.parse", () => {
    const texts = [
      "-",
      "-0",
      "1.",
      ".5",
      "1e",
      "1e5",
      '"\u2028"',
      "\u00a0 1",
      "\ufeff\n1",
      '"\\u12"',
    ];
    const nested = ["[[],{}]", '{"a":{}}', "[,]", "{,}", "[1,]", '{"a"}', "]", "}", '{"a":}', "[}"];
    for (const text of [...texts, ...nested]) {
      const isJson = (() => {
        try {
          JSON.parse(text.replace(/^\ufeff/, ""));
          return true;
        } catch {
          return false;
        }
      })();
      expect([text, parseJsonTree(text).problem === null]).toEqual([text, isJson]);
    }
  });

  it("stops at extreme nesting, without overflowing the stack", () => {
    expect(parseJsonTree("[".repeat(1_000) + "]".repeat(1_000)).problem).toBeNull();
    const deep = parseJsonTree('{"a":'.repeat(5_000_000));
    expect(deep.problem?.message).toContain("1,000 levels");
    expect(rowsOf(deep)).toHaveLength(1_000);
  });

  it("keeps values up to the limit, counts all, and tells that it is truncated", () => {
    const tree = parseJsonTree(`{"a":[${"1,".repeat(999)}1],"b":{"c":[]},"d":2}`, false, 10);
    expect(tree).toMatchObject({ isTruncated: true, problem: null });
    expect(tree.nodes).toHaveLength(10);
    expect(tree.nodes[1]?.count).toBe(1_000);
    expect(tree.nodes[0]).toMatchObject({ count: 3, next: 10 });
    expect(parseJsonTree("[1]").isTruncated).toBe(false);
  });

  it("reads a million values in a few seconds at most", async () => {
    const worked = await cpuMsOf(() => {
      const tree = parseJsonTree(`[${'{"a":1},'.repeat(1_000_000)}0]`);
      expect(tree.isTruncated).toBe(true);
      expect(tree.nodes[0]?.count).toBe(1_000_001);
    });
    expect(worked).toBeLessThan(5_000);
  });

  it("expands no more than is readable at first, but always the top", () => {
    const small = parseJsonTree('{"a":{"b":{"c":1}}}');
    expect(rowsOf(small, firstExpanded(small.nodes))).toHaveLength(4);
    const wide = parseJsonTree(`[${"[1,2],".repeat(600)}0]`);
    expect(rowsOf(wide, firstExpanded(wide.nodes))).toHaveLength(602);
    expect(firstExpanded([])).toEqual(new Set());
  });
});

describe("searching a JSON tree", () => {
  const tree = parseJsonTree('{"Order":{"id":"order-1 order-2"},"n":12.50,"k":[".*"]}');

  it("finds keys and values, ignoring case, with their offsets in the row", () => {
    expect(findInJson(tree, "ORDER")).toEqual([
      { id: 1, part: "key", start: 1, end: 6 },
      { id: 2, part: "value", start: 1, end: 6 },
      { id: 2, part: "value", start: 9, end: 14 },
    ]);
    expect(findInJson(tree, "2.50")).toMatchObject([{ id: 3, part: "value" }]);
  });

  it("takes the search text literally, not as a pattern", () => {
    expect(findInJson(tree, ".*")).toMatchObject([{ id: 5 }]);
    for (const text of ["", "(", "[", "\\", "zzz"]) expect(findInJson(tree, text)).toEqual([]);
  });

  it("stops at the maximum number of matches", () => {
    expect(findInJson(parseJsonTree('"aaaa"'), "a", 3)).toHaveLength(3);
  });

  it("tells what to expand to make a match visible", () => {
    expect(expandedToShow(tree, new Set([4]), 2)).toEqual(new Set([4, 1, 0]));
  });
});

describe("pretty-printed JSON", () => {
  it("is laid out like JSON.stringify's, with each value as written", () => {
    const value = { a: [1, { b: [] }, {}, [[]]], c: "x\n", d: { e: null } };
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    expect(prettyJson('{"a":1.10,"a":9007199254740993,"b":"\\u00e9"}')).toBe(
      '{\n  "a": 1.10,\n  "a": 9007199254740993,\n  "b": "\\u00e9"\n}',
    );
    expect(prettyJson(" 5 ")).toBe("5");
  });

  it("keeps several texts in a row", () => {
    expect(prettyJson('{"a":1}\n[2]\n3', true)).toBe('{\n  "a": 1\n}\n[\n  2\n]\n3');
  });

  it("is null if the text is not JSON, or the result would be too long", () => {
    expect(prettyJson("{")).toBeNull();
    expect(prettyJson("")).toBeNull();
    const brackets = `[${`${"[".repeat(900)}${"]".repeat(900)},`.repeat(1_000)}0]`;
    expect(prettyJson(brackets, false, 1_000_000)).toBeNull();
  });
});
