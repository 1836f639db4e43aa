import { declaredKind } from "../../inspect/declared-kind.ts";
import { parseMediaType } from "../../inspect/media-type.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import type { FeedRow } from "../../feed/row.ts";

/** Longer than any list is wide: what is not seen need not be laid out. */
const MAX_CHARACTERS = 240;

/** Path and query as the endpoint's owner thinks of them: without the address that all share. */
export function pathText({ path, rawQuery }: FeedRow): string {
  const below = path.replace(/^\/h\/[^/]*/, "");
  return visibleText(
    `${below || "/"}${rawQuery === "" ? "" : `?${rawQuery}`}`.slice(0, MAX_CHARACTERS),
  );
}

/** What its sender says that the body is, in a word: json, form, png. */
export function kindText({ contentType, size }: FeedRow): string {
  if (size === 0) return "no body";
  const { essence } = parseMediaType(contentType);
  if (essence === "") return "";
  const word = declaredKind(essence) ?? essence.replace(/^[^/]*\/(?:x-|vnd\.)?/, "");
  return word === "plain" ? "text" : word;
}

/** The beginning of the body in one line. */
export function previewText({ preview }: FeedRow): string {
  return visibleText(preview.replaceAll(/\s+/g, " ").trim());
}
