import type { CapturedRequest, Pairs } from "../../protocol/captured-request.ts";
import { decodeText, toBase64 } from "./body-bytes.ts";
import { isPasteable, singleQuote, printfQuote } from "./shell-quote.ts";

export interface CurlCommand {
  /** Ready to paste into a POSIX shell. */
  command: string;
  /**
   * Name of the file to save the body as, in the folder of the command; null if none is needed.
   */
  file: string | null;
}

/** The parts of a captured request that the command needs, besides its body. */
export type RequestToResend = Pick<CapturedRequest, "id" | "method" | "rawHeaders">;

/**
 * Hop-by-hop headers (RFC 9110 7.6.1), headers that curl sets itself, and headers that proxies add.
 * `accept-encoding` comes from the runtime, not from the sender.
 */
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
/** Added by the platform that captured the request. */
const DROPPED_PREFIX = /^(?:cf-|x-forwarded-)/;
/** Headers that curl adds unless they are suppressed. */
const ADDED_BY_CURL = ["user-agent", "accept", "content-type"];

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Linux limits one argument to 128 KiB, and quoting can turn one character into four. */
export const MAX_INLINE_BYTES = 24 * 1024;

/**
 * Builds a command that sends a captured request again, byte for byte, to any URL. Captured content
 * can't run as code or be taken for an option, a file name or a glob.
 *
 * @param url absolute, `http:` or `https:`
 * @param bytes the exact body
 * @throws TypeError if the URL is invalid or has another scheme
 */
export function curlCommand(request: RequestToResend, url: string, bytes: Uint8Array): CurlCommand {
  const { pipe, options, file } = bodyOptions(request, bytes);
  const words = [
    // Otherwise curl would expand brackets in the path and resolve its dot segments.
    `curl --globoff --path-as-is ${methodOptions(request.method, bytes.length > 0)}`,
    ...headerOptions(request.rawHeaders, bytes.length > 0).map((header) => `-H ${header}`),
    ...options,
    `--url ${singleQuote(safeUrl(url))}`,
  ];
  return { command: pipe + words.join(" \\\n  "), file };
}

/** A request's path and query, as captured, at another origin. */
export function urlAt(origin: string, request: Pick<CapturedRequest, "path" | "rawQuery">): string {
  const base = new URL(origin).origin;
  return `${base}${request.path}${request.rawQuery === "" ? "" : `?${request.rawQuery}`}`;
}

/**
 * With `-X HEAD`, curl waits for the body that the response announces. `--head` avoids that, but
 * sends no body. So if there is a body, ask the server to close and ignore the announced length.
 */
function methodOptions(method: string, hasBody: boolean): string {
  if (method !== "HEAD") return `-X ${quoteWord(method)}`;
  return hasBody ? "-X HEAD --ignore-content-length -H 'connection: close'" : "--head";
}

function headerOptions(rawHeaders: Pairs, hasBody: boolean): string[] {
  const kept = rawHeaders.filter(([name, value]) => isKept(name.toLowerCase(), value));
  const names = new Set(kept.map(([name]) => name.toLowerCase()));
  const suppressed = ADDED_BY_CURL.filter(
    (name) => !names.has(name) && (hasBody || name !== "content-type"),
  );
  return [
    ...kept.map(([name, value]) => quoteWord(headerLine(name, value.trim()))),
    ...suppressed.map((name) => quoteWord(`${name}:`)),
  ];
}

/** A line break would turn one header into two. No server ever delivers such a value. */
function isKept(name: string, value: string): boolean {
  if (DROPPED.has(name) || DROPPED_PREFIX.test(name)) return false;
  return HEADER_NAME.test(name) && !/[\r\n\0]/.test(value);
}

/** In curl's syntax, `name:` removes a header and `name;` sends it empty. */
function headerLine(name: string, value: string): string {
  return value === "" ? `${name};` : `${name}: ${value}`;
}

interface BodyOptions {
  /** Shell text before `curl`. */
  pipe: string;
  options: string[];
  file: string | null;
}

function bodyOptions({ id, method }: RequestToResend, bytes: Uint8Array): BodyOptions {
  if (bytes.length === 0) return { pipe: "", options: emptyBodyOptions(method), file: null };
  if (bytes.length > MAX_INLINE_BYTES) {
    const file = `${/^[\w-]{1,64}$/.test(id) ? id : "request"}.body`;
    return { pipe: "", options: [`--data-binary @./${file}`], file };
  }
  const text = decodeText(bytes);
  if (text !== null && isPasteable(text)) {
    // Not `--data-binary`, which takes a leading @ for a file name.
    return { pipe: "", options: [`--data-raw ${singleQuote(text)}`], file: null };
  }
  const pipe = `printf %s '${toBase64(bytes)}' | base64 --decode | `;
  return { pipe, options: ["--data-binary @-"], file: null };
}

/** Some servers answer 411 to these methods without a content-length. */
function emptyBodyOptions(method: string): string[] {
  return ["POST", "PUT", "PATCH"].includes(method) ? ["-H 'content-length: 0'"] : [];
}

function quoteWord(text: string): string {
  if (/^[A-Za-z]+$/.test(text)) return text;
  return isPasteable(text) && !text.includes("\n") ? singleQuote(text) : printfQuote(text);
}

/** Percent-encodes the characters that a URL must not contain, and leaves the rest unchanged. */
function safeUrl(url: string): string {
  const { protocol } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new TypeError("Enter a URL that begins with http:// or https://.");
  }
  return url.trim().replaceAll(/[^\x21-\x7e]/gu, (character) => {
    return [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join("");
  });
}
