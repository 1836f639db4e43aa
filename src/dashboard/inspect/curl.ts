import type { CapturedRequest, Pairs } from "../../protocol/captured-request.ts";
import { decodeText, toBase64 } from "./body-bytes.ts";
import { isPasteable, shellWord, spelledWord } from "./shell-quote.ts";

export interface CurlCommand {
  /** For a POSIX shell, to paste. */
  command: string;
  /** The file that the body has to be saved as, beside where the command runs; null: it needs none. */
  file: string | null;
}

/** What of a captured request is sent again. */
export type Resent = Pick<CapturedRequest, "id" | "method" | "rawHeaders">;

/** RFC 9110 7.6.1 and what curl says anew; `accept-encoding` is the runtime's, not the sender's. */
const DROPPED = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "host",
  "content-length",
  "accept-encoding",
  "cdn-loop",
  "forwarded",
  "true-client-ip",
  "via",
  "x-real-ip",
]);
/** Added on the way in, by the platform that captured it. */
const DROPPED_PREFIX = /^(?:cf-|x-forwarded-)/;
/** What curl sends of its own accord where it is not told otherwise. */
const ADDED_BY_CURL = ["user-agent", "accept", "content-type"];

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Linux takes 128 KiB as one argument; a quote may take four characters. */
export const MAX_INLINE_BYTES = 24 * 1024;

/**
 * A command that sends a captured request again, to the byte, to a URL of one's choice. Nothing
 * of what was captured can run or be read as an option, a file or a pattern.
 *
 * @param url absolute, `http:` or `https:`
 * @param bytes the exact body
 * @throws TypeError where the URL is none of these
 */
export function curlCommand(request: Resent, url: string, bytes: Uint8Array): CurlCommand {
  const { pipe, options, file } = bodyOptions(request, bytes);
  const words = [
    // A path may have brackets, which curl would count through, and dots, which it would resolve.
    `curl --globoff --path-as-is ${methodOptions(request.method, bytes.length > 0)}`,
    ...headerOptions(request.rawHeaders, bytes.length > 0).map((header) => `-H ${header}`),
    ...options,
    `--url ${shellWord(safeUrl(url))}`,
  ];
  return { command: pipe + words.join(" \\\n  "), file };
}

/** The address to send a request to at another origin: path and query as captured. */
export function urlAt(origin: string, request: Pick<CapturedRequest, "path" | "rawQuery">): string {
  const base = new URL(origin).origin;
  return `${base}${request.path}${request.rawQuery === "" ? "" : `?${request.rawQuery}`}`;
}

/**
 * curl waits for the body that a HEAD's answer announces, unless it is told that it is a HEAD; and
 * then it sends no body. With one, the server is asked to close, and the announcement ignored.
 */
function methodOptions(method: string, hasBody: boolean): string {
  if (method !== "HEAD") return `-X ${word(method)}`;
  return hasBody ? "-X HEAD --ignore-content-length -H 'connection: close'" : "--head";
}

function headerOptions(rawHeaders: Pairs, hasBody: boolean): string[] {
  const kept = rawHeaders.filter(([name, value]) => isKept(name.toLowerCase(), value));
  const names = new Set(kept.map(([name]) => name.toLowerCase()));
  const suppressed = ADDED_BY_CURL.filter(
    (name) => !names.has(name) && (hasBody || name !== "content-type"),
  );
  return [
    ...kept.map(([name, value]) => word(headerLine(name, value.trim()))),
    ...suppressed.map((name) => word(`${name}:`)),
  ];
}

/** A value with a line break would be two headers, and no server ever delivers one. */
function isKept(name: string, value: string): boolean {
  if (DROPPED.has(name) || DROPPED_PREFIX.test(name)) return false;
  return HEADER_NAME.test(name) && !/[\r\n\0]/.test(value);
}

/** `name:` takes a header out; `name;` is how curl spells an empty one. */
function headerLine(name: string, value: string): string {
  return value === "" ? `${name};` : `${name}: ${value}`;
}

interface BodyOptions {
  /** What comes before `curl`. */
  pipe: string;
  options: string[];
  file: string | null;
}

function bodyOptions({ id, method }: Resent, bytes: Uint8Array): BodyOptions {
  if (bytes.length === 0) return { pipe: "", options: emptyBody(method), file: null };
  if (bytes.length > MAX_INLINE_BYTES) {
    const file = `${/^[\w-]{1,64}$/.test(id) ? id : "request"}.body`;
    return { pipe: "", options: [`--data-binary @./${file}`], file };
  }
  const text = decodeText(bytes);
  if (text !== null && isPasteable(text)) {
    // Not `--data-binary`, for which a leading @ names a file.
    return { pipe: "", options: [`--data-raw ${shellWord(text)}`], file: null };
  }
  const pipe = `printf %s '${toBase64(bytes)}' | base64 --decode | `;
  return { pipe, options: ["--data-binary @-"], file: null };
}

/** Some servers demand a length of these, and would answer 411. */
function emptyBody(method: string): string[] {
  return ["POST", "PUT", "PATCH"].includes(method) ? ["-H 'content-length: 0'"] : [];
}

function word(text: string): string {
  if (/^[A-Za-z]+$/.test(text)) return text;
  return isPasteable(text) && !text.includes("\n") ? shellWord(text) : spelledWord(text);
}

/** Whatever a URL must not have is escaped, and nothing else: it is sent as it stands. */
function safeUrl(url: string): string {
  const { protocol } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new TypeError("Give a URL that begins with http:// or https://.");
  }
  return url.trim().replaceAll(/[^\x21-\x7e]/gu, (character) => {
    return [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join("");
  });
}
