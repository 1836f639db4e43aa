/*
 * What turns the direction of writing, is invisible or is a key of a terminal: with these a text
 * reads as another one. Joiners stay, as emoji and scripts are made with them.
 */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A text to be looked at: what can't be seen in it is written out. What is copied stays exact. */
export function visibleText(text: string): string {
  return text.replaceAll(INVISIBLE, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
