/*
 * What strangers send is shown in a terminal, where an escape sequence can move the cursor, set
 * the title, or type for its owner. What is not plain text is shown as its number.
 *
 * Cc: C0 but tab, DEL and C1 (where 0x9b begins a sequence too). Cf: what turns the direction of
 * writing or is invisible, so that a text reads as another one. Zl, Zp: line breaks that are none.
 * Cs: halves of characters, which come out as anything.
 */
const NOT_PLAIN = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** One line of it, safe to show: a line break is escaped too. */
export function oneLine(text: string): string {
  return text.replaceAll(NOT_PLAIN, escaped);
}

/** Text with its line breaks, safe to show. */
export function manyLines(text: string): string {
  return text.split(/\r?\n/).map(oneLine).join("\n");
}

function escaped(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  const hex = number.toString(16);
  return number < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}

/** JSON escapes C0 only; all that is not plain stands inside its strings, where `\u` says it. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(NOT_PLAIN, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
