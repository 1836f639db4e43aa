import type { CapturedRequest } from "../../protocol/captured-request.ts";

/** Bytes that `Blob` and WebCrypto accept: never backed by shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The exact bytes of a captured body. Null if the body is above the inline limit, and so must be
 * fetched on its own, or if its base64 is invalid.
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

/** Decodes base64; null if the text is not valid base64. */
export function fromBase64(text: string): Bytes | null {
  try {
    const binary = atob(text);
    return Uint8Array.from({ length: binary.length }, (_, at) => binary.charCodeAt(at));
  } catch {
    return null;
  }
}

/**
 * Encodes bytes as base64. Slices are a multiple of three bytes, so that only the last is padded.
 */
export function toBase64(bytes: Uint8Array): string {
  // Engines cap the number of arguments that `String.fromCharCode` takes.
  const sliceBytes = 0x6000;
  const slices: string[] = [];
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    slices.push(btoa(String.fromCharCode(...bytes.subarray(at, at + sliceBytes))));
  }
  return slices.join("");
}

/**
 * Decodes bytes in a character set; null if they are not valid in it. A byte order mark is kept,
 * because it is one of the sender's bytes. An unknown character set is treated as UTF-8.
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

/** The same bytes, typed as unshared memory. Copies them only if they are in shared memory. */
export function ownBytes(bytes: Uint8Array): Bytes {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(bytes);
}
