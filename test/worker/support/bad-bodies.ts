/** Bodies that no route for JSON accepts. */
export const NEVER_A_BODY: readonly (readonly [string, string])[] = [
  ["text that is not JSON", "hello"],
  ["truncated JSON", '{"name":"a"'],
  ["two values", "{}{}"],
  ["single quotes", "{'name':'a'}"],
  ["a form", "name=a&email=a@example.com"],
  ["null", "null"],
  ["a list", "[]"],
  ["a list with an object", '[{"name":"a"}]'],
  ["a string", '"hello"'],
  ["a number", "1"],
  ["a huge number", "1e999"],
  ["true", "true"],
  ["unclosed nesting", "[".repeat(50_000)],
  ["deep nesting", "[".repeat(50_000) + "]".repeat(50_000)],
  ["a trailing comma", '{"name":"a",}'],
  ["a comment", '{"name":"a"/* */}'],
  ["NaN", '{"name":NaN}'],
  ["an unquoted name", '{name:"a"}'],
  ["a trailing NUL", "{}\u0000"],
  ["a line break in a string", '{"name":"a\nb"}'],
];

/** Ids that nothing can have, as they appear in a path. */
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

/** Short texts that a layer below the route might mishandle. */
export const ODD_TEXTS: Readonly<Record<string, string>> = {
  "a NUL": "a\u0000b",
  "a lone surrogate": "a\ud800b",
  "a change of text direction": "a\u202Eb",
  "many combining marks": `a${"\u0301".repeat(50)}`,
  "an emoji": "😀",
  SQL: "'; DROP TABLE endpoints;--",
  HTML: "<script>",
};
