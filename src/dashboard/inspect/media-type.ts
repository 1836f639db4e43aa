/** A header such as `text/plain; charset=utf-8`, taken apart. */
export interface MediaType {
  /** In lower case, without parameters: `text/plain`; empty where there is none. */
  essence: string;
  /** By names in lower case; of a repeated name the first counts, as in the MIME Sniffing rules. */
  parameters: Map<string, string>;
}

/** What a sender may write is unbounded; no parameter that means anything stands behind this. */
const MAX_CHARACTERS = 4_096;
const ESSENCE = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** `; name=token` or `; name="a \"quoted\" one"`, sticky: each match begins where the last ended. */
const PARAMETER = /\s*;\s*(?:([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\[^])*)"?|([^;"]*))|[^;]*)/y;

/** Reads a `content-type`. What is malformed is left out: a sender's mistakes are no errors here. */
export function parseMediaType(header: string | null): MediaType {
  const text = (header ?? "").slice(0, MAX_CHARACTERS);
  const end = text.indexOf(";");
  const essence = (end === -1 ? text : text.slice(0, end)).trim().toLowerCase();
  const parameters = end === -1 ? new Map<string, string>() : parseParameters(text.slice(end));
  return { essence: ESSENCE.test(essence) ? essence : "", parameters };
}

/** Reads `; name=value; name="value"`, as `content-type` and `content-disposition` carry them. */
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
