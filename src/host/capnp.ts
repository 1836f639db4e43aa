/**
 * Writes a value as Cap'n Proto text: an object is a struct, and bytes are Data.
 *
 * @see https://capnproto.org/language.html
 */
export function capnpText(value: unknown): string {
  if (value instanceof Embed) return `embed ${quote(value.file)}`;
  if (value instanceof Uint8Array) return `0x"${Buffer.from(value).toString("hex")}"`;
  if (Array.isArray(value)) return `[${value.map(capnpText).join(", ")}]`;
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name} = ${capnpText(member)}`);
  return `(${members.join(", ")})`;
}

/** A text or bytes that are stored in a file of their own. */
export class Embed {
  /** Relative to the file with the text that contains this. */
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }
}

const ESCAPES: Record<string, string> = {
  '"': String.raw`\"`,
  "\\": String.raw`\\`,
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
};

/** A string literal has the escapes of C and must not contain the end of a line. */
function quote(text: string): string {
  return `"${text.replaceAll(/["\\\n\r]/g, (character) => ESCAPES[character] ?? character)}"`;
}
