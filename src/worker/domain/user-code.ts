import { randomText } from "./secret.ts";

/*
 * A code that a person reads on one screen and types on another. RFC 8628, section 6.1, recommends
 * these twenty letters: they form no words and exclude letters that look like digits. With
 * eight letters, there are 25,600 million codes.
 */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
const LENGTH = 8;

const SHAPE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`, "i");

/** Spaces and dashes, including the typographic ones that a word processor inserts. */
const SEPARATORS = /[\s\p{Dash_Punctuation}]/gu;

export function mintUserCode(): string {
  return randomText(LETTERS, LENGTH);
}

/** Reads a typed code, ignoring case, dashes and spaces. Null if it is not a code. */
export function parseUserCode(text: string): string | null {
  const letters = text.replaceAll(SEPARATORS, "");
  return SHAPE.test(letters) ? letters.toUpperCase() : null;
}

/** A code as people read it: XXXX-XXXX. */
export function shownUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
