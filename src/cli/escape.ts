/*
 * Captured content is hostile. In a terminal, an escape sequence can move the cursor, set the
 * title or type on the user's behalf. Characters that are not plain text are shown as numbers.
 *
 * Cc: C0 except tab, DEL and C1 (0x9b also starts an escape sequence). Cf: invisible characters
 * and those that reverse the writing direction, which make one text look like another. Zl, Zp:
 * Unicode line and paragraph separators. Cs: unpaired surrogates, which terminals render
 * unpredictably.
 */
const NOT_PLAIN = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Escapes text for display on one line. Line breaks are escaped too. */
export function oneLine(text: string): string {
  return text.replaceAll(NOT_PLAIN, escaped);
}

/** Escapes text for display and keeps its line breaks. */
export function manyLines(text: string): string {
  return text.split(/\r?\n/).map(oneLine).join("\n");
}

function escaped(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  const hex = number.toString(16);
  return number < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}

/**
 * `JSON.stringify` escapes C0 only. Any other such character is inside a JSON string, so it can be
 * written as `\u`.
 */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(NOT_PLAIN, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
