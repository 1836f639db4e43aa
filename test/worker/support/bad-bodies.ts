/** JSON text that no route of ours takes, whatever it asks for. */
export const NEVER_A_BODY: readonly (readonly [string, string])[] = [
  ["no JSON", "hello"],
  ["cut JSON", '{"name":"a"'],
  ["two values", "{}{}"],
  ["single quotes", "{'name':'a'}"],
  ["a form", "name=a&email=a@example.com"],
  ["null", "null"],
  ["a list", "[]"],
  ["a list of an object", '[{"name":"a"}]'],
  ["a text", '"hello"'],
  ["a number", "1"],
  ["a huge number", "1e999"],
  ["true", "true"],
  ["nesting without an end", "[".repeat(50_000)],
  ["deep nesting", "[".repeat(50_000) + "]".repeat(50_000)],
  ["a comma too many", '{"name":"a",}'],
  ["a comment", '{"name":"a"/* */}'],
  ["NaN", '{"name":NaN}'],
  ["a name without quotes", '{name:"a"}'],
  ["a NUL behind it", "{}\u0000"],
  ["a line break in a text", '{"name":"a\nb"}'],
];

/** Path ids that nothing can have, as they stand in a path. */
export const NEVER_AN_ID: readonly string[] = [
  "no-uuid",
  "1",
  "null",
  "%20",
  "%00",
  "%2e%2e%2f",
  "%2e%2e%2f%2e%2e",
  "%252e%252e",
  "%2f",
  "%5c",
  "%FF",
  "constructor",
  "__proto__",
  "%E0%A4%A",
  "'%20OR%201=1--",
  "x".repeat(10_000),
  "00000000-0000-0000-0000-000000000000",
];

/** Texts of a fair length that something on the way may trip over. */
export const ODD_TEXTS: Readonly<Record<string, string>> = {
  NUL: "a\u0000b",
  "half a character": "a\ud800b",
  "a change of direction": "a\u202Eb",
  "a pile of marks": `a${"\u0301".repeat(50)}`,
  "an emoji": "😀",
  SQL: "'; DROP TABLE endpoints;--",
  HTML: "<script>",
};
