/** One `name=value` of a query or a form. */
export interface QueryPair {
  name: string;
  value: string;
  /** As sent, percent-encoded. */
  raw: string;
  /** False if some `%` can't be decoded; it then stays as sent. */
  isDecoded: boolean;
}

export interface QueryPairs {
  pairs: QueryPair[];
  /** Number of pairs in the text; `pairs` may hold fewer. */
  total: number;
}

/** More than anyone reads. A body of 25 MiB could have 12 million. */
const MAX_PAIRS = 5_000;

/**
 * Parses `a=1&b=2`, with repeated names, in order. `URLSearchParams` would replace invalid UTF-8
 * with U+FFFD, and hide the bytes that were sent.
 */
export function parseQuery(text: string): QueryPairs {
  const pairs: QueryPair[] = [];
  let total = 0;
  for (let start = 0; start <= text.length;) {
    const next = text.indexOf("&", start);
    const end = next === -1 ? text.length : next;
    if (end > start) {
      total++;
      if (pairs.length < MAX_PAIRS) pairs.push(toPair(text.slice(start, end)));
    }
    start = end + 1;
  }
  return { pairs, total };
}

function toPair(raw: string): QueryPair {
  const at = raw.indexOf("=");
  const name = decode(at === -1 ? raw : raw.slice(0, at));
  const value = decode(at === -1 ? "" : raw.slice(at + 1));
  return {
    name: name.text,
    value: value.text,
    raw,
    isDecoded: name.isDecoded && value.isDecoded,
  };
}

interface Decoded {
  text: string;
  isDecoded: boolean;
}

/** Percent-decodes, with `+` as a space, as in forms and queries. */
function decode(raw: string): Decoded {
  let isDecoded = true;
  const text = raw.replaceAll("+", " ").replaceAll(/(?:%[0-9a-f]{2})+|%/gi, (run) => {
    const decoded = decodeRun(run);
    if (!decoded.isDecoded) isDecoded = false;
    return decoded.text;
  });
  return { text, isDecoded };
}

const ESCAPE_LENGTH = 3;

/**
 * Decodes a run of escapes. Bytes that are not valid UTF-8 stay escaped. They are checked one by
 * one, because `decodeURIComponent` throws on each, which takes seconds for a body full of them.
 */
function decodeRun(run: string): Decoded {
  if (run === "%") return { text: run, isDecoded: false };
  const bytes = Uint8Array.from({ length: run.length / ESCAPE_LENGTH }, (_, at) =>
    Number.parseInt(run.slice(at * ESCAPE_LENGTH + 1, (at + 1) * ESCAPE_LENGTH), 16),
  );
  let text = "";
  let isDecoded = true;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      isDecoded = false;
      text += run.slice(at * ESCAPE_LENGTH, (at + 1) * ESCAPE_LENGTH);
    } else {
      text += decodeSequence(bytes.subarray(at, at + length));
    }
    at += Math.max(length, 1);
  }
  return { text, isDecoded };
}

/**
 * Well-formed UTF-8 (Unicode 3.9, table 3-7), without surrogates or overlong forms: the range of
 * the first byte, the length, and the range of the second byte.
 */
const SEQUENCES: [first: number, last: number, length: number, low: number, high: number][] = [
  [0x00, 0x7f, 1, 0, 0],
  [0xc2, 0xdf, 2, 0x80, 0xbf],
  [0xe0, 0xe0, 3, 0xa0, 0xbf],
  [0xe1, 0xec, 3, 0x80, 0xbf],
  [0xed, 0xed, 3, 0x80, 0x9f],
  [0xee, 0xef, 3, 0x80, 0xbf],
  [0xf0, 0xf0, 4, 0x90, 0xbf],
  [0xf1, 0xf3, 4, 0x80, 0xbf],
  [0xf4, 0xf4, 4, 0x80, 0x8f],
];

/** Length in bytes of the character at an offset; 0 if there is no valid one. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const sequence = SEQUENCES.find(([first, last]) => lead >= first && lead <= last);
  if (!sequence) return 0;
  const [, , length, low, high] = sequence;
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next] ?? 0;
    const [least, most] = next === 1 ? [low, high] : [0x80, 0xbf];
    if (byte < least || byte > most) return 0;
  }
  return length;
}

/** The first byte holds 7, 5, 4 or 3 bits of the code point, each further byte six. */
function decodeSequence([lead = 0, ...rest]: Uint8Array): string {
  const own = rest.length === 0 ? lead : lead & (0x3f >> rest.length);
  return String.fromCodePoint(rest.reduce((code, byte) => (code << 6) | (byte & 0x3f), own));
}
