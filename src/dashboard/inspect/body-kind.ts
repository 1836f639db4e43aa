import { decodeText } from "./body-bytes.ts";
import { declaredKind, type Language, type TextKind } from "./declared-kind.ts";
import { imageType, type ImageType } from "./image-type.ts";
import { parseMediaType } from "./media-type.ts";
import { boundaryOf } from "./media-type.ts";
import { looksLikeJson, sniffText, withoutByteOrderMark } from "./sniff-text.ts";

/** The kind of a captured body, which decides how it is shown. */
export type BodyKind =
  | { kind: "omitted" }
  | { kind: "empty" }
  | { kind: "json" | "ndjson" | "xml" | "form"; text: string }
  | { kind: "text"; text: string; language: Language }
  | { kind: "multipart"; boundary: string }
  | { kind: "image"; type: ImageType }
  | { kind: "binary" };

/**
 * Detects the kind of a body. The content type only counts if the content agrees with it: senders
 * label JSON as a form (curl's `-d`), leave the type out, or lie to get HTML rendered.
 *
 * @param bytes null if they have not been fetched yet
 */
export function bodyKind(contentType: string | null, bytes: Uint8Array | null): BodyKind {
  if (bytes === null) return { kind: "omitted" };
  if (bytes.length === 0) return { kind: "empty" };
  const type = imageType(bytes);
  if (type) return { kind: "image", type };
  const media = parseMediaType(contentType);
  const boundary = boundaryOf(media, bytes);
  if (boundary !== null) return { kind: "multipart", boundary };
  const text = decodeText(bytes, media.parameters.get("charset"));
  if (text === null || isBinary(text)) return { kind: "binary" };
  return withText(text, textKind(media.essence, text));
}

function withText(text: string, kind: TextKind): BodyKind {
  if (kind === "json" || kind === "ndjson" || kind === "xml" || kind === "form") {
    return { kind, text };
  }
  return { kind: "text", text, language: kind };
}

/**
 * Valid UTF-8 may still be a protocol buffer. Real text has no NUL and hardly any other control
 * characters.
 */
const MAX_CONTROL_SHARE = 0.02;
/** White space, escape (terminal colours in logs) and record separator (JSON text sequences). */
const TEXT_CONTROLS = "\t\n\f\r\u001b\u001e";
const SAMPLE_CHARACTERS = 8_192;

function isBinary(text: string): boolean {
  if (text.includes("\0")) return true;
  const head = text.slice(0, SAMPLE_CHARACTERS);
  const controls = (head.match(/\p{Cc}/gu) ?? []).filter((one) => !TEXT_CONTROLS.includes(one));
  return controls.length > head.length * MAX_CONTROL_SHARE;
}

function textKind(essence: string, text: string): TextKind {
  const declared = declaredKind(essence);
  if (declared === null) return sniffText(text) ?? "plain";
  if (matchesContent(declared, withoutByteOrderMark(text).trim())) return declared;
  return sniffText(text) ?? fallback(declared);
}

/** Whether a text can be of its declared kind. Prose and code can't be checked. */
function matchesContent(declared: TextKind, content: string): boolean {
  switch (declared) {
    case "json":
      return /^(?:["[{\d-]|true$|false$|null$)/.test(content) && !isNdjson(content);
    case "ndjson":
      return true;
    case "xml":
      return content.startsWith("<");
    case "form":
      return !looksLikeJson(content) && !content.startsWith("<");
    default:
      return true;
  }
}

function isNdjson(content: string): boolean {
  return sniffText(content) === "ndjson";
}

/**
 * Text that was declared as XML or a form, but isn't, is plain text. Broken JSON stays JSON, so
 * that the view can show where it breaks.
 */
function fallback(declared: TextKind): TextKind {
  return declared === "xml" || declared === "form" ? "plain" : declared;
}
