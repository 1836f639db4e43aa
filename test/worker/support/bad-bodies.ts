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
  ["an unknown field", '{"surprise":1}'],
  ["a long unknown field", `{"${"x".repeat(10_000)}":1}`],
  ["a field of another's", '{"accountId":"00000000-0000-4000-8000-000000000000"}'],
];

/** Values that are no text of a bounded length. */
export const NEVER_A_NAME: readonly unknown[] = [
  "x".repeat(10_000),
  "x".repeat(101),
  "",
  "   ",
  1,
  1e308,
  true,
  [],
  ["a"],
  {},
  { toString: "a" },
];

/** Values that are neither true nor false. */
export const NEVER_A_BOOLEAN: readonly unknown[] = ["true", 1, 0, null, [], {}, 1e308];

/** Values that are no address of a mailbox. */
export const NEVER_AN_EMAIL: readonly unknown[] = [
  `${"x".repeat(10_000)}@example.com`,
  "",
  "no-at-sign",
  "a@b@example.com",
  "two words@example.com",
  "a@example.com, b@example.com",
  "a@example.com\nbcc: b@example.com",
  "<a@example.com>",
  1,
  null,
  [],
  ["a@example.com"],
  { email: "a@example.com" },
];

/** Path ids that nothing can have, as they stand in a path. */
export const NEVER_AN_ID: readonly string[] = [
  "no-uuid",
  "1",
  "null",
  "%20",
  "%00",
  "%2e%2e%2f",
  "%E0%A4%A",
  "'%20OR%201=1--",
  "x".repeat(5_000),
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
