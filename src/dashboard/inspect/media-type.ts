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
