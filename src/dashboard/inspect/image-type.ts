/**
 * Raster images that every browser decodes. SVG is not among them: it is a document that can
 * contain scripts and refer to other hosts, so it is shown as XML.
 */
export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif";

const SIGNATURES: [ImageType, string][] = [
  ["image/png", "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/gif", "GIF87a"],
  ["image/gif", "GIF89a"],
];

/** An `ftyp` box lists its brands, four bytes each. Real files have fewer than ten. */
const MAX_FTYP_BYTES = 256;
const AVIF_BRANDS = new Set(["avif", "avis"]);

/**
 * Detects an image by its first bytes, whatever its content type says; null if it is none of these.
 */
export function imageType(bytes: Uint8Array): ImageType | null {
  const head = String.fromCharCode(...bytes.subarray(0, MAX_FTYP_BYTES));
  const known = SIGNATURES.find(([, signature]) => head.startsWith(signature));
  if (known) return known[0];
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "image/webp";
  return isAvif(head) ? "image/avif" : null;
}

/** ISO 14496-12 4.3: length, `ftyp`, the major brand, its version, then the compatible brands. */
function isAvif(head: string): boolean {
  if (head.slice(4, 8) !== "ftyp") return false;
  const length = [0, 1, 2, 3].reduce((sum, at) => sum * 256 + head.charCodeAt(at), 0);
  const end = Math.min(length, head.length);
  for (let at = 8; at + 4 <= end; at += 4) {
    if (at !== 12 && AVIF_BRANDS.has(head.slice(at, at + 4))) return true;
  }
  return false;
}
