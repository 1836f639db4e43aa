import { describe, expect, it } from "vitest";
import { compactJson } from "../../../src/dashboard/inspect/json-compact.ts";

describe("compact JSON", () => {
  it.each([
    [' { "a" : [ 1 , { } , [ ] , "x y" ] , "b" : null } \n', '{"a":[1,{},[],"x y"],"b":null}'],
    ["[9007199254740993, 1.50, 1e+2]", "[9007199254740993,1.50,1e+2]"],
    ['[ "\\u00e9\\/", "," ]', '["\\u00e9\\/",","]'],
    [" 7 ", "7"],
  ])("of %j is the same text without white space", (text, compact) => {
    expect(compactJson(text)).toBe(compact);
  });

  it.each(["", "{", '{"a":1} {"a":2}', "not JSON"])("of %j is null", (text) => {
    expect(compactJson(text)).toBeNull();
  });
});
