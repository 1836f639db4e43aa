import type { Pairs } from "../../protocol/captured-request.ts";
import { decodeText, type Bytes } from "./body-bytes.ts";
import { parseMediaType, parseParameters } from "./media-type.ts";

/** One part of a `multipart/…` body, as sent. */
export interface Part {
  /** From `content-disposition`; null if it has none. */
  name: string | null;
  fileName: string | null;
  contentType: string | null;
  headers: Pairs;
  /** A view of the body's bytes, not a copy. */
  bytes: Bytes;
  /** Null if the bytes are not valid text in their character set, or too many to decode. */
  text: string | null;
}

export interface Multipart {
  parts: Part[];
  /** One sentence about the fault in the body; null if there is none. */
  problem: string | null;
}

/** More parts than any form has fields. A hostile body of 25 MiB could have millions. */
const MAX_PARTS = 1_000;
const TOO_MANY = `Only the first ${MAX_PARTS.toLocaleString("en-US")} parts are shown.`;
/** Limit per part. Real parts have two or three headers of under 1 KiB. */
const MAX_HEAD_BYTES = 16 * 1024;
/** Limit over all parts, because each text is a copy. */
const MAX_TEXT_BYTES = 1024 * 1024;
const [LF, CR, DASH, SPACE, TAB] = [0x0a, 0x0d, 0x2d, 0x20, 0x09];

/** Splits a body at its boundary (RFC 2046 5.1). Accepts lone line feeds as line ends. */
export function parseMultipart(bytes: Bytes, boundary: string): Multipart {
  const delimiter = new TextEncoder().encode(`--${boundary}`);
  const first = nextDelimiter(bytes, delimiter, 0);
  if (!first) return { parts: [], problem: "The boundary does not occur in the body." };
  const { parts, problem } = split(bytes, delimiter, first);
  return { parts: decodeTexts(parts), problem };
}

function split(bytes: Bytes, delimiter: Uint8Array, first: Delimiter): Multipart {
  const parts: Part[] = [];
  for (let here = first; !here.isLast;) {
    if (parts.length === MAX_PARTS) return { parts, problem: TOO_MANY };
    const next = nextDelimiter(bytes, delimiter, here.end);
    parts.push(toPart(bytes.subarray(here.end, next?.start ?? bytes.length)));
    if (!next) return { parts, problem: "The body ends without its closing boundary." };
    here = next;
  }
  return { parts, problem: null };
}

interface Delimiter {
  /** Offset of the line break before the delimiter, which belongs to it. */
  start: number;
  /** Offset after the delimiter's line. */
  end: number;
  isLast: boolean;
}

function nextDelimiter(bytes: Bytes, delimiter: Uint8Array, from: number): Delimiter | null {
  for (let at = bytes.indexOf(DASH, from); at !== -1; at = bytes.indexOf(DASH, at + 1)) {
    const isLineStart = at === 0 || bytes[at - 1] === LF;
    if (!isLineStart || !startsWith(bytes, delimiter, at)) continue;
    const found = readLineEnd(bytes, at + delimiter.length);
    if (found) return { start: lineBreakBefore(bytes, at, from), ...found };
  }
  return null;
}

/**
 * A boundary can be followed by `--`, white space and a line break. If anything else follows, it is
 * the beginning of a longer text.
 */
function readLineEnd(bytes: Bytes, from: number): Omit<Delimiter, "start"> | null {
  const isLast = bytes[from] === DASH && bytes[from + 1] === DASH;
  let at = isLast ? from + 2 : from;
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  if (at >= bytes.length) return { end: bytes.length, isLast };
  if (bytes[at] === CR && bytes[at + 1] === LF) return { end: at + 2, isLast };
  if (bytes[at] === LF) return { end: at + 1, isLast };
  return isLast ? { end: at, isLast } : null;
}

function lineBreakBefore(bytes: Bytes, at: number, from: number): number {
  const start = bytes[at - 1] === LF ? at - (bytes[at - 2] === CR ? 2 : 1) : at;
  return Math.max(start, from);
}

function startsWith(bytes: Bytes, prefix: Uint8Array, at: number): boolean {
  return prefix.every((byte, index) => bytes[at + index] === byte);
}

function toPart(bytes: Bytes): Part {
  const { headers, bodyStart } = readHead(bytes);
  const of = (name: string) => headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? null;
  const disposition = of("content-disposition") ?? "";
  const parameters = parseParameters(disposition.slice(endOfType(disposition)));
  return {
    name: unescapeName(parameters.get("name")),
    fileName: extendedName(parameters.get("filename*")) ?? unescapeName(parameters.get("filename")),
    contentType: of("content-type"),
    headers,
    bytes: bytes.subarray(bodyStart),
    text: null,
  };
}

function endOfType(disposition: string): number {
  const at = disposition.indexOf(";");
  return at === -1 ? disposition.length : at;
}

/** Reads `Name: value` lines up to an empty one. Without an empty line, the whole part is body. */
function readHead(bytes: Bytes): { headers: Pairs; bodyStart: number } {
  const headers: Pairs = [];
  let at = 0;
  while (at < MAX_HEAD_BYTES) {
    const lineFeed = bytes.indexOf(LF, at);
    if (lineFeed === -1) break;
    const line = new TextDecoder().decode(bytes.subarray(at, lineFeed)).replace(/\r$/, "");
    at = lineFeed + 1;
    if (line === "") return { headers, bodyStart: at };
    const colon = line.indexOf(":");
    if (colon < 1) break;
    headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return { headers: [], bodyStart: 0 };
}

/** In names, browsers escape quotes and line breaks like this, and nothing else. */
function unescapeName(name: string | undefined): string | null {
  if (name === undefined) return null;
  return name.replaceAll(/%(?:22|0A|0D)/g, (escaped) => decodeURIComponent(escaped));
}

/** RFC 8187: `UTF-8''na%C3%AFve.txt`. */
function extendedName(value: string | undefined): string | null {
  const encoded = /^utf-8'[^']*'(.*)$/is.exec(value ?? "")?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function decodeTexts(parts: Part[]): Part[] {
  let left = MAX_TEXT_BYTES;
  return parts.map((part) => {
    if (part.bytes.length > left) return part;
    left -= part.bytes.length;
    const charset = parseMediaType(part.contentType).parameters.get("charset");
    const text = decodeText(part.bytes, charset);
    return { ...part, text: text?.includes("\0") ? null : text };
  });
}
