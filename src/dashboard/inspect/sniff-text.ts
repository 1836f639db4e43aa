import type { TextKind } from "./declared-kind.ts";

/**
 * Longer texts are not parsed to see whether they are JSON; their first and last characters decide.
 */
const MAX_PARSED_CHARACTERS = 1024 * 1024;
/**
 * If the first lines are JSON, the text counts as NDJSON, and the view shows where a later line
 * breaks.
 */
const MAX_CHECKED_LINES = 20;
const MAX_FORM_CHARACTERS = 64 * 1024;

const HTML = /^<(?:!doctype\s+html|html|head|body)[\s>]/i;
const XML = /^<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w:.-]*[\s/>])/;
/** `name=value` pairs without characters that percent-encoding would have escaped. */
const FORM = /^[^\s=&<>{}"]+=[^\s=&<>"]*(?:&[^\s=&<>"]+=[^\s&<>"]*)*&?$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Guesses the format of a text from its content alone; null if it looks like prose. */
export function sniffText(text: string): TextKind | null {
  const content = withoutByteOrderMark(text).trim();
  if (looksLikeJson(content)) return "json";
  if (looksLikeNdjson(content)) return "ndjson";
  if (HTML.test(content)) return "html";
  if (XML.test(content) && content.endsWith(">")) return "xml";
  return looksLikeForm(content) ? "form" : null;
}

/**
 * Whether a text is a JSON object or array. A bare number or word is JSON too, but rarely meant so.
 */
export function looksLikeJson(content: string): boolean {
  const ends = content.charAt(0) + content.charAt(content.length - 1);
  if (ends !== "{}" && ends !== "[]") return false;
  return content.length > MAX_PARSED_CHARACTERS || isJson(content);
}

/** Whether a text has several lines, each a JSON object or array. */
function looksLikeNdjson(content: string): boolean {
  if (!/^[{[]/.test(content)) return false;
  const head = content.slice(0, MAX_PARSED_CHARACTERS);
  const lines = head.split("\n", MAX_CHECKED_LINES + 1).filter((line) => line.trim() !== "");
  // The last line may be cut off.
  const checked = lines.length > 2 && head.length < content.length ? lines.slice(0, -1) : lines;
  return checked.length > 1 && checked.every((line) => looksLikeJson(line.trim()));
}

function looksLikeForm(content: string): boolean {
  if (content.length > MAX_FORM_CHARACTERS || !FORM.test(content)) return false;
  // `aGk=` could be a name without a value, but is much more likely base64.
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

/** Removes a byte order mark. JSON must not have one, but some senders write it. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
