import { randomText } from "./secret.ts";

/*
 * What a person reads off one screen and types on another: RFC 8628 section 6.1 recommends these
 * twenty letters, which make no words and leave out what looks like a digit. Eight of them are
 * 25,600 million codes.
 */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
const LENGTH = 8;

const SHAPE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`, "i");

/** Spaces and dashes, those too that a word processor makes of a dash. */
const SEPARATORS = /[\s\p{Dash_Punctuation}]/gu;

export function mintUserCode(): string {
  return randomText(LETTERS, LENGTH);
}

/** The code that somebody typed, whatever its case, dashes and spaces; null where it is none. */
export function parseUserCode(text: string): string | null {
  const letters = text.replaceAll(SEPARATORS, "");
  return SHAPE.test(letters) ? letters.toUpperCase() : null;
}

/** A code as it is shown: XXXX-XXXX. */
export function shownUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
