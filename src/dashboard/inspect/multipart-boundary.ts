import type { MediaType } from "./media-type.ts";

/** RFC 2046 5.1.1: 1 to 70 of these, and the last is no space. */
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;
/** Where a preamble ends at the latest: beyond it nobody looks for the first delimiter. */
const MAX_PREAMBLE_BYTES = 64 * 1024;
const FIRST_LINE = /^--([^\r\n]{1,70})\r?\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:|\r?\n)/;

/**
 * The boundary between the parts of a body, as said in its content type if the body has it, and
 * otherwise as its first line shows; null where the body has no parts.
 */
export function boundaryOf(media: MediaType, bytes: Uint8Array): string | null {
  const isDeclared = media.essence.startsWith("multipart/");
  const head = toLatin1(bytes.subarray(0, MAX_PREAMBLE_BYTES));
  const declared = media.parameters.get("boundary") ?? "";
  if (isDeclared && BOUNDARY.test(declared) && hasDelimiter(head, declared)) return declared;
  const shown = FIRST_LINE.exec(head)?.[1]?.trimEnd() ?? "";
  // Without the type's word for it, a first header must name a part: two dashes begin YAML too.
  const isLikely = isDeclared || /^--[^\r\n]+\r?\ncontent-disposition:/i.test(head);
  return isLikely && BOUNDARY.test(shown) ? shown : null;
}

function hasDelimiter(head: string, boundary: string): boolean {
  return head.startsWith(`--${boundary}`) || head.includes(`\n--${boundary}`);
}

/** One character a byte: offsets stay, and nothing fails to decode. */
function toLatin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
