import type { MediaType } from "./media-type.ts";

/** RFC 2046 5.1.1: 1 to 70 of these characters, and no space at the end. */
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;
/** The first delimiter is searched only within this many bytes. */
const MAX_PREAMBLE_BYTES = 64 * 1024;
const FIRST_LINE = /^--([^\r\n]{1,70})\r?\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:|\r?\n)/;

/**
 * Finds the boundary of a multipart body: the declared one if the body contains it, otherwise the
 * one on its first line. Null if the body is not multipart.
 */
export function boundaryOf(media: MediaType, bytes: Uint8Array): string | null {
  const isDeclared = media.essence.startsWith("multipart/");
  const head = toLatin1(bytes.subarray(0, MAX_PREAMBLE_BYTES));
  const declared = media.parameters.get("boundary") ?? "";
  if (isDeclared && BOUNDARY.test(declared) && hasDelimiter(head, declared)) return declared;
  const shown = FIRST_LINE.exec(head)?.[1]?.trimEnd() ?? "";
  // If multipart is not declared, the first header must name a part: YAML begins with dashes too.
  const isLikely = isDeclared || /^--[^\r\n]+\r?\ncontent-disposition:/i.test(head);
  return isLikely && BOUNDARY.test(shown) ? shown : null;
}

function hasDelimiter(head: string, boundary: string): boolean {
  return head.startsWith(`--${boundary}`) || head.includes(`\n--${boundary}`);
}

/** One character per byte: offsets stay the same, and decoding can't fail. */
function toLatin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
