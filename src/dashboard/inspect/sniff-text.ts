import type { TextKind } from "./declared-kind.ts";

/** Up to here a text is parsed to tell whether it is JSON; of a longer one its ends must do. */
const MAX_PARSED_CHARACTERS = 1024 * 1024;
/** Lines that are tried: what begins with these as JSON goes on so, or shows where it does not. */
const MAX_TRIED_LINES = 20;
const MAX_FORM_CHARACTERS = 64 * 1024;

const HTML = /^<(?:!doctype\s+html|html|head|body)[\s>]/i;
const XML = /^<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w:.-]*[\s/>])/;
/** Pairs of a URL's query: nothing in them that percent-encoding would have taken. */
const FORM = /^[^\s=&<>{}"]+=[^\s=&<>"]*(?:&[^\s=&<>"]+=[^\s&<>"]*)*&?$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** What a text looks like, whatever it was said to be; null where it looks like prose. */
export function sniffText(text: string): TextKind | null {
  const content = withoutMark(text).trim();
  if (looksLikeJson(content)) return "json";
  if (looksLikeLines(content)) return "ndjson";
  if (HTML.test(content)) return "html";
  if (XML.test(content) && content.endsWith(">")) return "xml";
  return looksLikeForm(content) ? "form" : null;
}

/** A JSON object or array. A bare number or word is JSON too, but was hardly meant so. */
export function looksLikeJson(content: string): boolean {
  const ends = content.charAt(0) + content.charAt(content.length - 1);
  if (ends !== "{}" && ends !== "[]") return false;
  return content.length > MAX_PARSED_CHARACTERS || isJson(content);
}

/** Several lines, each a JSON object or array. */
function looksLikeLines(content: string): boolean {
  if (!/^[{[]/.test(content)) return false;
  const head = content.slice(0, MAX_PARSED_CHARACTERS);
  const lines = head.split("\n", MAX_TRIED_LINES + 1).filter((line) => line.trim() !== "");
  // The last one may be cut.
  const tried = lines.length > 2 && head.length < content.length ? lines.slice(0, -1) : lines;
  return tried.length > 1 && tried.every((line) => looksLikeJson(line.trim()));
}

function looksLikeForm(content: string): boolean {
  if (content.length > MAX_FORM_CHARACTERS || !FORM.test(content)) return false;
  // `aGk=` is a name without a value by the letter, and base64 by all likelihood.
  return !BASE64.test(content) || /=[^=]/.test(content);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON has no byte order mark, and yet some senders write one. */
export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
