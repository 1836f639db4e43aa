/*
 * Characters that change the writing direction, are invisible or control a terminal can make a text
 * read as another one. Joiners stay, because emoji and some scripts need them.
 */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Escapes invisible characters for display. Copy the original text instead. */
export function visibleText(text: string): string {
  return text.replaceAll(INVISIBLE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
