/*
 * Captured content becomes part of a command that someone pastes into a terminal. The shell and the
 * terminal both interpret it. In the shell, single quotes remove all special meaning. In the
 * terminal, a control character counts as a key press: after a Ctrl-C in a body, the rest would run
 * as the next command.
 */

/** Characters that a terminal or its line editor would act on. A line break is safe in quotes. */
const CONTROL_KEYS = /(?!\n)\p{Cc}|\p{Cs}/u;
/** After a line break, older shells forget the open quote, and expand `!` as history. */
const HISTORY = /\n[^]*!|![^]*\n/;

/** Whether a text can be pasted as it is, in single quotes. */
export function isPasteable(text: string): boolean {
  return !CONTROL_KEYS.test(text) && !HISTORY.test(text);
}

/** Quotes a pasteable text as one word of a POSIX shell (XCU 2.2.2). */
export function singleQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Writes any text as one word in plain ASCII: POSIX `printf` produces its bytes. NUL and line
 * breaks at the end are lost, because a shell word can't hold them.
 */
export function printfQuote(text: string): string {
  const escaped = [...new TextEncoder().encode(text)].map(printfEscape).join("");
  return `"$(printf '${escaped}')"`;
}

const PLAIN_CHARACTER = /[A-Za-z0-9 :;,./=_+-]/;

function printfEscape(byte: number): string {
  const character = String.fromCharCode(byte);
  return PLAIN_CHARACTER.test(character) ? character : `\\${byte.toString(8).padStart(3, "0")}`;
}
