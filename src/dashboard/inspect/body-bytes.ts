import type { CapturedRequest } from "../../protocol/captured-request.ts";

/** Bytes that a `Blob` and WebCrypto take: never over memory that is shared. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The exact bytes of a captured body, or null where the request does not carry them and they have
 * to be fetched: a body above the inline limit.
 */
export function bodyBytes(request: Pick<CapturedRequest, "body" | "bodyEncoding">): Bytes | null {
  switch (request.bodyEncoding) {
    case "utf8":
      return new TextEncoder().encode(request.body);
    case "base64":
      return fromBase64(request.body);
    case "omitted":
      return null;
  }
}

/** Bytes of a base64 text; null where it is none. */
export function fromBase64(text: string): Bytes | null {
  try {
    const binary = atob(text);
    return Uint8Array.from({ length: binary.length }, (_, at) => binary.charCodeAt(at));
  } catch {
    return null;
  }
}

/** Base64 of bytes. A slice is a multiple of three, so that only the last one is padded. */
export function toBase64(bytes: Uint8Array): string {
  // `String.fromCharCode` takes its bytes as arguments, and engines cap how many there may be.
  const sliceBytes = 0x6000;
  const slices: string[] = [];
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    slices.push(btoa(String.fromCharCode(...bytes.subarray(at, at + sliceBytes))));
  }
  return slices.join("");
}

/**
 * The text that bytes spell in a character set; null where they spell none. A byte order mark
 * stays, as it is one of the sender's bytes. An unknown character set is taken for UTF-8.
 */
export function decodeText(bytes: Uint8Array, charset = "utf-8"): string | null {
  try {
    return decoderOf(charset).decode(bytes);
  } catch {
    return null;
  }
}

function decoderOf(charset: string): TextDecoder {
  const options = { fatal: true, ignoreBOM: true };
  try {
    return new TextDecoder(charset, options);
  } catch {
    return new TextDecoder("utf-8", options);
  }
}

/** The same bytes as a type that promises memory of one's own; copied where they share it. */
export function ownBytes(bytes: Uint8Array): Bytes {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(bytes);
}
