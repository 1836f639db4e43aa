import type { BodyKind } from "./body-kind.ts";

const EXTENSIONS: Record<string, string> = {
  json: "json",
  ndjson: "ndjson",
  xml: "xml",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/avif": "avif",
};

/**
 * File name for saving a body. The sender controls no part of it: no `.html`, no `.exe`, no path.
 */
export function bodyFileName(id: string, body: BodyKind): string {
  const key = body.kind === "image" ? body.type : body.kind;
  const isText = body.kind === "text" || body.kind === "form";
  const name = id.replaceAll(/[^\w-]/g, "").slice(0, 64) || "request";
  return `${name}.${EXTENSIONS[key] ?? (isText ? "txt" : "bin")}`;
}
