/** One `name=value` of a query or a form. */
export interface QueryPair {
  name: string;
  value: string;
  /** As it was sent, percent-encoded. */
  raw: string;
  /** False: some `%` begins nothing that decodes, and stands here as it was sent. */
  isDecoded: boolean;
}

export interface QueryPairs {
  pairs: QueryPair[];
  /** How many there are, shown or not. */
  total: number;
}

/** More than anyone reads; a body of 25 MiB could have 12 million. */
const MAX_PAIRS = 5_000;

/**
 * Takes `a=1&b=2` apart, with repeated names, in order. `URLSearchParams` would do, but for what
 * is not UTF-8: there it puts U+FFFD, and what was sent could not be told any more.
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

/** Percent-decoding with `+` for a space, as forms and queries have it. */
function decode(raw: string): Decoded {
  let isDecoded = true;
  const text = raw.replaceAll("+", " ").replaceAll(/(?:%[0-9a-f]{2})+|%/gi, (run) => {
    const decoded = decodeRun(run);
    if (!decoded.isDecoded) isDecoded = false;
    return decoded.text;
  });
  return { text, isDecoded };
}

/** A run of escapes: what is UTF-8 in it is decoded, each other byte stays an escape. */
function decodeRun(run: string): Decoded {
  const whole = decodeExactly(run);
  if (whole !== null) return { text: whole, isDecoded: true };
  let text = "";
  for (let at = 0; at < run.length;) {
    const character = characterAt(run, at);
    text += character?.text ?? run.slice(at, at + ESCAPE_LENGTH);
    at += character?.length ?? ESCAPE_LENGTH;
  }
  return { text, isDecoded: false };
}

const ESCAPE_LENGTH = 3;
const MAX_UTF8_BYTES = 4;

function characterAt(run: string, at: number): { text: string; length: number } | null {
  for (let bytes = 1; bytes <= MAX_UTF8_BYTES; bytes++) {
    const length = bytes * ESCAPE_LENGTH;
    const text = at + length <= run.length ? decodeExactly(run.slice(at, at + length)) : null;
    if (text !== null) return { text, length };
  }
  return null;
}

function decodeExactly(run: string): string | null {
  try {
    return decodeURIComponent(run);
  } catch {
    return null;
  }
}
