/*
 * Captured content becomes words of a command that someone pastes into a terminal. Two readers
 * stand in between: the shell, for which single quotes end all meaning, and the terminal, for
 * which a control character is a key that was pressed: Ctrl-C in a body, and what follows it is
 * the next command.
 */

/** What a terminal, or a line editor in it, would act upon. A line break may stand in quotes. */
const KEYS = /(?!\n)\p{Cc}|\p{Cs}/u;
/** Older shells expand history in the later lines of a quoted text: they forget its quote. */
const HISTORY = /\n[^]*!|![^]*\n/;

/** Whether a text can stand in a pasted command as it is, in single quotes. */
export function isPasteable(text: string): boolean {
  return !KEYS.test(text) && !HISTORY.test(text);
}

/** One word of a POSIX shell (XCU 2.2.2). Only for what is pasteable. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A word in plain ASCII for whatever else, but NUL and line breaks at its end, which no word has:
 * `printf` of POSIX spells its bytes.
 */
export function spelledWord(text: string): string {
  const spelled = [...new TextEncoder().encode(text)].map(spell).join("");
  return `"$(printf '${spelled}')"`;
}

const PLAIN = /[A-Za-z0-9 :;,./=_+-]/;

function spell(byte: number): string {
  const character = String.fromCharCode(byte);
  return PLAIN.test(character) ? character : `\\${byte.toString(8).padStart(3, "0")}`;
}
