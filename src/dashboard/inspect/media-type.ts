/** A parsed media type, such as `text/plain; charset=utf-8`. */
export interface MediaType {
  /** In lower case, without parameters: `text/plain`. Empty if missing or malformed. */
  essence: string;
  /** Keyed by name in lower case. The first of a repeated name wins (WHATWG MIME Sniffing). */
  parameters: Map<string, string>;
}

/** Senders can write headers of any length; no meaningful parameter starts after this. */
const MAX_CHARACTERS = 4_096;
const ESSENCE = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/;
/**
 * `; name=token` or `; name="a \"quoted\" one"`. Sticky: each match begins where the last one
 * ended.
 */
const PARAMETER = /\s*;\s*(?:([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\[^])*)"?|([^;"]*))|[^;]*)/y;

/**
 * Parses a `content-type`. Malformed parts are skipped, because a sender's mistake is no error
 * here.
 */
export function parseMediaType(header: string | null): MediaType {
  const text = (header ?? "").slice(0, MAX_CHARACTERS);
  const end = text.indexOf(";");
  const essence = (end === -1 ? text : text.slice(0, end)).trim().toLowerCase();
  const parameters = end === -1 ? new Map<string, string>() : parseParameters(text.slice(end));
  return { essence: ESSENCE.test(essence) ? essence : "", parameters };
}

/** Parses `; name=value; name="value"`, as in `content-type` and `content-disposition`. */
export function parseParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < text.length) {
    const match = PARAMETER.exec(text);
    if (!match) break;
    const [, name, quoted, token] = match;
    if (name === undefined) continue;
    const value = quoted === undefined ? (token ?? "").trim() : quoted.replaceAll(/\\([^])/g, "$1");
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
  }
  return parameters;
}

/** RFC 2046 5.1.1: 1 to 70 of these characters, and no space at the end. */
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;
/** The first delimiter is searched only within this many bytes. */
const MAX_PREAMBLE_BYTES = 64 * 1024;
const FIRST_LINE = /^--([^\r\n]{1,70})\r?\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:|\r?\n)/;

/**
 * Finds the boundary of a multipart body: the declared one if the body contains it, otherwise the
 * one on its first line. Null if the body is not multipart.
 */
export function boundaryOf(media: MediaType, bytes: Uint8Array): string | null {
  const isDeclared = media.essence.startsWith("multipart/");
  const head = toLatin1(bytes.subarray(0, MAX_PREAMBLE_BYTES));
  const declared = media.parameters.get("boundary") ?? "";
  if (isDeclared && BOUNDARY.test(declared) && hasDelimiter(head, declared)) return declared;
  const shown = FIRST_LINE.exec(head)?.[1]?.trimEnd() ?? "";
  // If multipart is not declared, the first header must name a part: YAML begins with dashes too.
  const isLikely = isDeclared || /^--[^\r\n]+\r?\ncontent-disposition:/i.test(head);
  return isLikely && BOUNDARY.test(shown) ? shown : null;
}

function hasDelimiter(head: string, boundary: string): boolean {
  return head.startsWith(`--${boundary}`) || head.includes(`\n--${boundary}`);
}

/** One character per byte: offsets stay the same, and decoding can't fail. */
function toLatin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
