/** XML 1.0 4.6 predefines these five, and no others. */
const PREDEFINED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot|apos));/g;

/**
 * Decodes character references and the predefined entities. Entities that the document defines stay
 * as written: expanding them is how a short text becomes gigabytes, or reads a local file.
 */
export function decodeReferences(text: string): string {
  return text.replaceAll(REFERENCE, (written, hex, decimal, name) => {
    if (name !== undefined) return PREDEFINED[String(name)] ?? written;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return isCharacter(code) ? String.fromCodePoint(code) : written;
  });
}

/** XML 1.0 2.2: no control characters but these three, and no surrogates. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}
