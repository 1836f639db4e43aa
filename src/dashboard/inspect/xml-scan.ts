import { problemAt, type TextProblem } from "./text-problem.ts";

export interface Attribute {
  name: string;
  value: string;
}

export type XmlTextKind = "text" | "cdata" | "comment" | "instruction" | "doctype";

/** Callbacks of a scan, in the order of the text. */
export interface XmlEvents {
  open(name: string, attributes: Attribute[]): void;
  close(): void;
  /**
   * `name` is the target of a processing instruction, otherwise "". White space alone is skipped.
   */
  text(kind: XmlTextKind, name: string, text: string): void;
}

const MAX_DEPTH = 1_000;
const NAME = /[\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*/uy;
const ATTRIBUTE = /\s+([\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;
const TAG_END = /\s*(\/?)>/y;

class ScanError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Scans an XML text. The platform's parser would expand entities, and gives no tree for a text that
 * breaks off.
 *
 * @returns null if the tags are well-formed
 */
export function scanXml(text: string, events: XmlEvents): TextProblem | null {
  try {
    new XmlScanner(text, events).run();
    return null;
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return problemAt(text, error.offset, error.message);
  }
}

/** Constructs with a fixed start and end whose content is not parsed. */
const OPAQUE: [XmlTextKind, string, string][] = [
  ["comment", "<!--", "-->"],
  ["cdata", "<![CDATA[", "]]>"],
  ["instruction", "<?", "?>"],
];

class XmlScanner {
  readonly #text: string;
  readonly #events: XmlEvents;
  readonly #open: { name: string; at: number }[] = [];
  #at = 0;

  constructor(text: string, events: XmlEvents) {
    this.#text = text;
    this.#events = events;
    if (text.startsWith("\ufeff")) this.#at = 1;
  }

  run(): void {
    while (this.#at < this.#text.length) this.#readNext();
    const left = this.#open.at(-1);
    if (left) throw new ScanError(`<${shown(left.name)}> is never closed`, left.at);
  }

  #readNext(): void {
    if (this.#text[this.#at] !== "<") return this.#readText();
    if (OPAQUE.some((opaque) => this.#readOpaque(...opaque))) return;
    if (/^<!DOCTYPE/i.test(this.#text.slice(this.#at, this.#at + 9))) return this.#readDoctype();
    if (this.#text.startsWith("</", this.#at)) return this.#readClosingTag();
    this.#readOpeningTag();
  }

  #readText(): void {
    const end = this.#indexOf("<", this.#at) ?? this.#text.length;
    const text = this.#text.slice(this.#at, end);
    if (text.trim() !== "") {
      if (this.#open.length === 0) throw this.#fail("text outside the root element");
      this.#events.text("text", "", decodeReferences(text.trim()));
    }
    this.#at = end;
  }

  #readOpaque(kind: XmlTextKind, start: string, end: string): boolean {
    if (!this.#text.startsWith(start, this.#at)) return false;
    const stop = this.#indexOf(end, this.#at + start.length);
    if (stop === null) throw this.#fail(`unterminated ${start}`);
    const content = this.#text.slice(this.#at + start.length, stop);
    if (kind === "instruction") {
      const name = /^\S*/.exec(content)?.[0] ?? "";
      this.#events.text(kind, name, content.slice(name.length).trim());
    } else {
      this.#events.text(kind, "", content);
    }
    this.#at = stop + end.length;
    return true;
  }

  /**
   * Reads up to the closing `>`. The internal subset can contain more of them, so it is skipped
   * first. The text is kept as written.
   */
  #readDoctype(): void {
    const end = this.#indexOf(">", this.#at);
    const subset = this.#indexOf("[", this.#at);
    const from = subset !== null && end !== null && subset < end ? this.#endOfSubset(subset) : end;
    if (from === null) throw this.#fail("unterminated <!DOCTYPE");
    this.#events.text("doctype", "", this.#text.slice(this.#at + "<!DOCTYPE".length, from).trim());
    this.#at = from + 1;
  }

  #endOfSubset(start: number): number | null {
    const close = /\]\s*>/g;
    close.lastIndex = start;
    return close.test(this.#text) ? close.lastIndex - 1 : null;
  }

  #readClosingTag(): void {
    const name = this.#match(NAME, this.#at + 2)?.[0] ?? "";
    const end = this.#match(TAG_END, this.#at + 2 + name.length);
    if (name === "" || !end) throw this.#fail("malformed closing tag");
    const opened = this.#open.pop();
    if (opened?.name !== name) {
      const expected = opened ? `</${shown(opened.name)}>` : "no closing tag";
      throw this.#fail(`expected ${expected}, found </${shown(name)}>`);
    }
    this.#at = TAG_END.lastIndex;
    this.#events.close();
  }

  #readOpeningTag(): void {
    const name = this.#match(NAME, this.#at + 1)?.[0] ?? "";
    if (name === "") throw this.#fail("tag without a name");
    const { attributes, end: after } = this.#readAttributes(this.#at + 1 + name.length);
    const end = this.#match(TAG_END, after);
    if (!end) throw this.#fail(`malformed tag <${shown(name)}>`);
    if (this.#open.length === MAX_DEPTH) {
      throw this.#fail(`nested deeper than ${MAX_DEPTH.toLocaleString("en-US")} levels`);
    }
    this.#events.open(name, attributes);
    if (end[1] === "/") this.#events.close();
    else this.#open.push({ name, at: this.#at });
    this.#at = TAG_END.lastIndex;
  }

  #readAttributes(start: number): { attributes: Attribute[]; end: number } {
    const attributes: Attribute[] = [];
    for (let end = start; ; end = ATTRIBUTE.lastIndex) {
      const found = this.#match(ATTRIBUTE, end);
      if (!found) return { attributes, end };
      const [, name = "", double, single] = found;
      attributes.push({ name, value: decodeReferences(double ?? single ?? "") });
    }
  }

  #match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.#text);
  }

  #indexOf(needle: string, from: number): number | null {
    const at = this.#text.indexOf(needle, from);
    return at === -1 ? null : at;
  }

  #fail(message: string): ScanError {
    return new ScanError(message, this.#at);
  }
}

const MAX_SHOWN = 60;

function shown(name: string): string {
  return name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name;
}

/** XML 1.0 4.6 predefines these five, and no others. */
const PREDEFINED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot|apos));/g;

/**
 * Decodes character references and the predefined entities. Entities that the document defines stay
 * as written: expanding them is how a short text becomes gigabytes, or reads a local file.
 */
function decodeReferences(text: string): string {
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
